package dev.optimist.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.ExternalGte;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteCondition.InternalVersion;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.engine.SettableClock;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.RoutingHash;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.DocumentStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A random sequence of operations on the document service, each answer compared with that of a {@link NaiveIndex}. */
final class ModelRun {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SHARDS = 2;
    private static final Duration GC_DELETES = Duration.ofSeconds(60);
    private static final List<String> IDS = List.of("1", "2", "3", "4", "5", "é");

    /** How many faces the dice of operations has; one of them is a restart. */
    private static final int KINDS = 40;

    /** So little that registers leave all the time, and come back from the store. */
    private static final long REGISTER_BYTES = 700;

    private final Supplier<DocumentStore> stores;
    private final boolean raisesTerms;
    private final int restartOneIn;
    private final Random random;
    private final SettableClock clock = new SettableClock();
    private NaiveIndex model = newModel();
    private DocumentService service;

    /**
     * Opens the service.
     *
     * @param stores opens the same data again and again, each time after the last opening was closed
     * @param raisesTerms whether each opening raises the primary terms
     * @param restartOneIn about how many operations come between two restarts
     */
    ModelRun(Supplier<DocumentStore> stores, long seed, boolean raisesTerms, int restartOneIn) {
        this.stores = stores;
        this.raisesTerms = raisesTerms;
        this.restartOneIn = restartOneIn;
        this.random = new Random(seed);
        this.service = open();
        createIndex();
    }

    private static NaiveIndex newModel() {
        return new NaiveIndex(SHARDS, new RoutingHash(SHARDS)::shard, GC_DELETES.toMillis());
    }

    private DocumentService open() {
        ServiceConfiguration configuration = new ServiceConfiguration(
                REGISTER_BYTES, 100, 1_000, /* tombstoneSweepInterval= */ Duration.ofMillis(50));
        return await(
                DocumentService.open(stores.get(), configuration, EngineObserver.NOOP, () -> Runnable::run, clock));
    }

    private void createIndex() {
        Map<String, String> settings = Map.of("index.gc_deletes", GC_DELETES.toSeconds() + "s");
        await(service.indices().create("i", new CreateIndex(SHARDS, 1, settings, Map.of(), Map.of())));
    }

    /** Runs that many operations, and then compares every document. */
    void run(int operations) {
        for (int n = 0; n < operations; n++) {
            step(n);
        }
        IDS.forEach(id -> assertThat(read(id)).as("at the end, %s", id).isEqualTo(model.get(id, clock.millis())));
        close();
    }

    void close() {
        service.close().block(PATIENCE);
    }

    private void step(int n) {
        String id = IDS.get(random.nextInt(IDS.size()));
        switch (random.nextInt(KINDS)) {
            case 0 -> clock.advance(Duration.ofSeconds(random.nextInt(70)));
            case 1 -> restart();
            case 2 -> recreate();
            case 3, 4, 5, 6, 7 -> compare(n, "get " + id, model.get(id, clock.millis()), read(id));
            case 8, 9, 10, 11, 12, 13, 14, 15 -> delete(n, id);
            case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 -> update(n, id);
            default -> index(n, id);
        }
    }

    private void restart() {
        if (random.nextInt(restartOneIn / KINDS) == 0) {
            close();
            service = open();
            if (raisesTerms) {
                model.raiseTerm();
            }
        }
    }

    private void recreate() {
        if (random.nextInt(50) == 0) {
            service.indices().delete(List.of("i")).block(PATIENCE);
            createIndex();
            model = newModel();
        }
    }

    private void index(int n, String id) {
        WriteCondition condition = condition(id, 7);
        Map<String, Integer> source = source();
        String expected = model.index(id, condition, source, clock.millis());
        IndexCommand command = new IndexCommand(
                "i", id, null, Source.of(NaiveIndex.json(source)), condition, /* requireAlias= */ false);
        compare(n, "index " + id + " " + condition, expected, answer(service.index(command)));
    }

    private void delete(int n, String id) {
        WriteCondition condition = condition(id, 6);
        String expected = model.delete(id, condition, clock.millis());
        compare(
                n,
                "delete " + id + " " + condition,
                expected,
                answer(service.delete(new DeleteCommand("i", id, null, condition))));
    }

    private void update(int n, String id) {
        WriteCondition condition = condition(id, 3);
        Map<String, Integer> doc = source();
        boolean upsert = condition == WriteCondition.none() && random.nextBoolean();
        String expected = model.update(id, condition, doc, upsert, clock.millis());
        UpdateCommand command = new UpdateCommand(
                "i",
                id,
                null,
                Source.of(NaiveIndex.json(doc)),
                null,
                /* docAsUpsert= */ upsert,
                /* detectNoop= */ true,
                condition,
                /* retryOnConflict= */ 0,
                /* requireAlias= */ false);
        compare(n, "update " + id + " " + condition, expected, answer(service.update(command)));
    }

    private void compare(int n, String operation, String expected, String actual) {
        assertThat(actual).as("operation %d, %s", n, operation).isEqualTo(expected);
    }

    /** Returns one of the first {@code kinds} kinds of condition, as often right as wrong. */
    private WriteCondition condition(String id, int kinds) {
        DocumentState current = state(id);
        long off = random.nextInt(2) * (random.nextInt(3) - 1L);
        return switch (random.nextInt(kinds)) {
            case 1 -> new IfSeqNo(Math.max(0, current.seqNo() + off), Math.max(1, current.primaryTerm()));
            case 2 -> new IfSeqNo(Math.max(0, current.seqNo()), Math.max(1, current.primaryTerm() + off));
            case 3 -> new External(Math.max(0, current.version() + off));
            case 4 -> new ExternalGte(Math.max(0, current.version() + off));
            case 5 -> new InternalVersion(Math.max(1, current.version() + off));
            case 6 -> WriteCondition.mustNotExist();
            default -> WriteCondition.none();
        };
    }

    private Map<String, Integer> source() {
        Map<String, Integer> source = new LinkedHashMap<>();
        for (String key : List.of("a", "b", "c")) {
            if (random.nextBoolean()) {
                source.put(key, random.nextInt(2));
            }
        }
        return source;
    }

    private DocumentState state(String id) {
        return await(service.get(new GetCommand("i", id, null, null))).state();
    }

    private String read(String id) {
        return text(state(id));
    }

    private static String answer(Mono<WriteResult> write) {
        return await(write.map(written -> written.outcome().wireName() + " " + text(written.state()))
                .onErrorResume(ShardException.class, failure -> Mono.just(text(failure))));
    }

    private static String text(ShardException failure) {
        return failure.kind() == ErrorKind.DOCUMENT_MISSING
                ? "missing"
                : "conflict with " + text(failure.conflict().orElseThrow().current());
    }

    private static String text(DocumentState state) {
        String revision = "v" + state.version() + " s" + state.seqNo() + " t" + state.primaryTerm();
        return revision + (state instanceof Document document ? " " + document.source() : " gone");
    }

    private static <T> T await(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE), "an empty Mono");
    }
}
