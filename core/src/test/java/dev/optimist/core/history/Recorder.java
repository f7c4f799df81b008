package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.observe.OperationKind;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets clients do operations, names each and records it. Safe for use by many threads. */
public final class Recorder {
    private final History history;
    private final String prefix;
    private final AtomicLong nonces = new AtomicLong();

    public Recorder(History history) {
        this(history, "n");
    }

    /** Names operations after {@code prefix}, for a history that another recorder began. */
    public Recorder(History history, String prefix) {
        this.history = history;
        this.prefix = prefix;
    }

    public Answer run(Client client, OperationKind kind, DocumentKey document, @Nullable Revision base)
            throws IOException {
        Invocation invocation = invocation(kind, document, base);
        long start = System.nanoTime();
        Answer answer = client.execute(invocation);
        history.record(new Operation(invocation, start, System.nanoTime(), answer));
        return answer;
    }

    /** Begins a write whose answer nobody will see. */
    public void abandon(Client client, OperationKind kind, DocumentKey document, @Nullable Revision base)
            throws IOException {
        Invocation invocation = invocation(kind, document, base);
        long start = System.nanoTime();
        client.abandon(invocation);
        history.record(new Operation(invocation, start, System.nanoTime(), new Unknown("abandoned")));
    }

    private Invocation invocation(OperationKind kind, DocumentKey document, @Nullable Revision base) {
        return new Invocation(prefix + nonces.incrementAndGet(), kind, document, base);
    }
}
