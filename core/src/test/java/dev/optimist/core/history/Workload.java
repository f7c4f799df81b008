package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Missing;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.index.RoutingHash;
import dev.optimist.core.observe.OperationKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What concurrent clients do to a few hot and some cold documents of one index with two shards. */
public final class Workload {
    public static final String INDEX = "worked";
    public static final int SHARDS = 2;

    private static final int HOT_DEFAULT = 4;
    private static final int COLD_DEFAULT = 60;
    private static final RoutingHash ROUTING = new RoutingHash(SHARDS);

    private final Recorder recorder;
    private final int hot;
    private final int cold;
    private final List<DocumentKey> documents;

    /** The newest revision that some client has seen of each document; may be stale, as clients are. */
    private final Map<DocumentKey, Revision> seen = new ConcurrentHashMap<>();

    private final Set<DocumentKey> touched = ConcurrentHashMap.newKeySet();

    public Workload(Recorder recorder) {
        this(recorder, HOT_DEFAULT, COLD_DEFAULT);
    }

    /** Makes a workload over so many hot and so many cold documents. */
    public Workload(Recorder recorder, int hot, int cold) {
        this.recorder = recorder;
        this.hot = hot;
        this.cold = cold;
        this.documents = IntStream.range(0, hot + cold)
                .mapToObj(number -> document(Integer.toString(number)))
                .toList();
    }

    /** Names a document of the index. */
    public static DocumentKey document(String id) {
        return new DocumentKey(INDEX, ROUTING.shard(id), id);
    }

    /** Runs random operations until told to stop or until nobody is there any more. */
    public void run(Client client, Random random, BooleanSupplier running) {
        try {
            while (running.getAsBoolean()) {
                step(client, random);
            }
        } catch (IOException e) {
            // The server is gone; nothing was asked of it.
        }
    }

    /** Reads everything. */
    public void readAll(Client client) throws IOException {
        read(client, documents);
    }

    /** Reads one of so many equal parts of what any client has asked for, so that several can share it. */
    public void readTouched(Client client, int part, int parts) throws IOException {
        read(
                client,
                documents.stream()
                        .filter(touched::contains)
                        .filter(document -> Math.floorMod(document.hashCode(), parts) == part)
                        .toList());
    }

    private void read(Client client, List<DocumentKey> wanted) throws IOException {
        for (DocumentKey document : wanted) {
            remember(document, recorder.run(client, OperationKind.GET, document, null));
        }
    }

    private void step(Client client, Random random) throws IOException {
        boolean contended = random.nextInt(100) < 60;
        DocumentKey document = documents.get(contended ? random.nextInt(hot) : hot + random.nextInt(cold));
        touched.add(document);
        Revision base = random.nextInt(5) == 0 ? null : seen.get(document);
        int dice = random.nextInt(100);
        if (dice == 0) {
            recorder.abandon(client, OperationKind.INDEX, document, base);
        } else {
            OperationKind kind = kind(dice);
            boolean conditional = kind == OperationKind.INDEX || kind == OperationKind.DELETE;
            remember(document, recorder.run(client, kind, document, conditional ? base : null));
        }
    }

    private static OperationKind kind(int dice) {
        if (dice < 25) {
            return OperationKind.GET;
        } else if (dice < 65) {
            return OperationKind.INDEX;
        } else if (dice < 82) {
            return OperationKind.UPDATE;
        }
        return dice < 92 ? OperationKind.CREATE : OperationKind.DELETE;
    }

    private void remember(DocumentKey document, Answer answer) {
        Revision revision = revision(answer);
        if (revision != null) {
            seen.put(document, revision);
        } else if (answer instanceof Missing || answer instanceof Unknown) {
            seen.remove(document);
        }
    }

    private static @Nullable Revision revision(Answer answer) {
        if (answer instanceof Found found) {
            return found.revision();
        }
        if (answer instanceof Written written) {
            return written.revision();
        }
        Sighting current = answer instanceof Conflicted conflicted ? conflicted.current() : null;
        return current == null ? null : current.revision();
    }
}
