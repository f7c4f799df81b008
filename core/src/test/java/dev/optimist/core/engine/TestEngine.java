package dev.optimist.core.engine;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.core.store.StoreShard;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The engine over an in-memory store, with one shard. Without schedulers of its own it runs everything on the calling
 * thread, so that a test decides what happens when: a batch ends where its commit ends.
 */
public final class TestEngine {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration GC_DELETES = Duration.ofSeconds(60);

    private final InMemoryStore store;
    private final SettableClock clock = new SettableClock();
    private final CommitLoop loop;
    private final Residency residency;
    private final Shard.Engine engine;
    private final Shard shard;

    /** Makes an engine that runs on the calling thread and has memory enough. */
    public TestEngine(InMemoryStore store) {
        this(store, Schedulers.immediate(), /* budgetBytes= */ 1L << 30);
    }

    /** Makes an engine that commits on a thread of a scheduler, for tests that write from many at once. */
    public TestEngine(InMemoryStore store, Scheduler scheduler) {
        this(store, scheduler, /* budgetBytes= */ 1L << 30);
    }

    TestEngine(InMemoryStore store, Scheduler scheduler, long budgetBytes) {
        this(store, scheduler, budgetBytes, EngineObserver.NOOP);
    }

    TestEngine(InMemoryStore store, Scheduler scheduler, long budgetBytes, EngineObserver observer) {
        this(store, scheduler, budgetBytes, observer, () -> Runnable::run);
    }

    /** Makes an engine that runs on the calling thread and delivers answers as it is told. */
    public TestEngine(InMemoryStore store, Supplier<Executor> homes) {
        this(store, Schedulers.immediate(), /* budgetBytes= */ 1L << 30, EngineObserver.NOOP, homes);
    }

    private TestEngine(
            InMemoryStore store,
            Scheduler scheduler,
            long budgetBytes,
            EngineObserver observer,
            Supplier<Executor> homes) {
        this.store = store;
        loop = new CommitLoop(
                store,
                observer,
                scheduler.createWorker(),
                /* batchOperationsMax= */ 1_000,
                /* pendingOperationsMax= */ 100_000);
        residency = new Residency(budgetBytes, store.exclusive(), scheduler);
        engine = new Shard.Engine(loop, residency, observer, homes, clock);
        shard = shard(new ShardId("uuid", 0));
    }

    public InMemoryStore store() {
        return store;
    }

    public SettableClock clock() {
        return clock;
    }

    public Shard shard() {
        return shard;
    }

    CommitLoop loop() {
        return loop;
    }

    Residency residency() {
        return residency;
    }

    Shard shard(ShardId id) {
        return shard(opened(id));
    }

    Shard shard(StoreShard stored) {
        return shard(stored, engine);
    }

    static Shard shard(StoreShard stored, Shard.Engine engine) {
        return new Shard("i", stored, engine, () -> GC_DELETES);
    }

    StoreShard opened(ShardId id) {
        return opened(store, id);
    }

    static StoreShard opened(InMemoryStore store, ShardId id) {
        return Objects.requireNonNull(store.openShard(id).block(PATIENCE), "a shard");
    }

    /** Returns a plain write of this content. */
    public static Operation put(String json) {
        return put(json, WriteCondition.none());
    }

    /** Returns a write of this content where the condition holds. */
    public static Operation put(String json, WriteCondition condition) {
        return current -> {
            Optional<Conflict> conflict = condition.check(current);
            return conflict.isPresent()
                    ? new Decision.Refuse(conflict.get())
                    : write(condition.nextVersion(current), json, current.live() ? Outcome.UPDATED : Outcome.CREATED);
        };
    }

    /** Returns a plain delete. */
    public static Operation delete(long nowMillis) {
        return current -> new Decision.Write(
                Tombstone.draft(current.version() + 1, nowMillis),
                current.live() ? Outcome.DELETED : Outcome.NOT_FOUND);
    }

    static Decision.Write write(long version, String json, Outcome outcome) {
        return new Decision.Write(Document.draft(version, null, Source.of(json)), outcome);
    }

    /** Returns a document as it stands once committed in the first term. */
    public static Document committed(long version, long seqNo, String json) {
        return new Document(version, seqNo, 1, null, Source.of(json));
    }

    /** Returns the content of a live document. */
    static String content(DocumentState state) {
        return ((Document) state).source().toString();
    }
}
