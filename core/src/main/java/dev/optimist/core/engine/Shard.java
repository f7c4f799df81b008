package dev.optimist.core.engine;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.StoreShard;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One shard of an index: its resident registers, and the operations on one document at a time.
 *
 * <h2>Concurrency</h2>
 *
 * At most one register of an id is in the map, and only a register in the map is ever loaded or changed. It leaves the
 * map sealed, after its last change is durable; so what a new register loads is never older than what the last one
 * answered.
 */
public final class Shard {
    /** What all shards of a service share. */
    public record Engine(
            CommitLoop loop, Residency residency, EngineObserver observer, Supplier<Executor> homes, Clock clock) {}

    private final String index;
    private final StoreShard stored;
    private final Engine engine;
    private final CommitLane lane;
    private final Supplier<Duration> gcDeletes;
    private final RegisterTable registers = new RegisterTable();
    private final Footprint footprint;
    private volatile boolean dropped;

    /**
     * Makes a shard without resident registers.
     *
     * @param gcDeletes how long a tombstone keeps the version of its document
     */
    public Shard(String index, StoreShard stored, Engine engine, Supplier<Duration> gcDeletes) {
        this.index = index;
        this.stored = stored;
        this.engine = engine;
        this.lane = engine.loop().lane(stored);
        this.gcDeletes = gcDeletes;
        this.footprint = engine.residency().enter(this);
    }

    public ShardId id() {
        return stored.id();
    }

    public StoreShard stored() {
        return stored;
    }

    public long primaryTerm() {
        return stored.primaryTerm();
    }

    /** Returns whether nobody else writes to the store: then what has taken effect here is never undone. */
    public boolean decidesAlone() {
        return engine.residency().keepsClean();
    }

    /** Durably raises the primary term; cold. */
    public Mono<Long> raiseTerm(int by) {
        return lane.betweenBatches(stored.raiseTerm(by));
    }

    /** Returns what delivers to the calling thread, so that the rest of an operation happens where it began. */
    public Executor home() {
        return engine.homes().get();
    }

    Iterable<Register> registers() {
        return registers;
    }

    long residentRegisters() {
        return registers.size();
    }

    /**
     * Carries out a write on one document; cold. Conditions are decided on the newest state, a conflict is answered
     * only from a durable one. Durable when the Mono emits; cancelling does not undo it.
     *
     * @return {@link Answer.Written} or {@link Answer.Conflicted}; errors: StoreFailedException, a rejection when too
     *     much waits for the disk, index_not_found when the index is deleted meanwhile, RequestOvertakenException for a
     *     write with a receipt
     */
    public Mono<Answer> write(String id, Operation operation) {
        return Mono.defer(() -> {
            engine.loop().admit();
            return attempt(id, operation);
        });
    }

    private Mono<Answer> attempt(String id, Operation operation) {
        Attempt attempt = apply(id, operation);
        if (attempt instanceof Attempt.Accepted accepted) {
            return accepted(accepted, id, operation);
        }
        if (attempt instanceof Attempt.Refused refused) {
            return refused(refused, id, operation);
        }
        Register register = resident(id);
        return guessed(register)
                ? Mono.defer(() -> attempt(id, operation))
                : load(register).then(Mono.defer(() -> attempt(id, operation)));
    }

    /** Builds on what the document probably is: whether it still is so the commit finds out, as for any base. */
    private boolean guessed(Register register) {
        DocumentState guess = stored.guess(register.id());
        if (guess == null) {
            return false;
        }
        loaded(register, guess, /* fromDisk= */ false);
        return true;
    }

    /**
     * Carries out a write at once if that needs neither disk nor waiting: what is still to wait for is its durability.
     * So writes of one thread take effect in the order of the calls.
     *
     * @return what {@link #write} would emit, hot; empty where the document must be loaded or waited for, and nothing
     *     was done
     */
    public Optional<Mono<Answer>> writeNow(String id, Operation operation) {
        engine.loop().admit();
        Attempt attempt = apply(id, operation);
        if (attempt instanceof Attempt.Accepted accepted) {
            return Optional.of(accepted(accepted, id, operation));
        }
        return attempt instanceof Attempt.Refused refused
                        && refused.seen() instanceof DocumentState
                        && engine.residency().keepsClean()
                ? Optional.of(Mono.just(new Answer.Conflicted(refused.conflict())))
                : Optional.empty();
    }

    /** Applies the operation to the document's register; UNLOADED where only the disk knows its state. */
    private Attempt apply(String id, Operation operation) {
        while (true) {
            Register register = resident(id);
            Attempt attempt = register.apply(operation, this::visible, this);
            if (!(attempt instanceof Attempt.Unavailable) || !available(register)) {
                return attempt;
            }
        }
    }

    private Mono<Answer> accepted(Attempt.Accepted accepted, String id, Operation operation) {
        Mono<Answer> settled = submitted(accepted, home());
        return decidesAlone()
                ? settled
                : settled.flatMap(
                        answer -> answer instanceof Answer.Written ? Mono.just(answer) : write(id, operation));
    }

    /**
     * A refusal counts once it is made of a durable state, the one that was seen where that becomes durable. Where others
     * write too, it may have been durable for long when this node hears of it, and overtaken: the store is asked.
     */
    private Mono<Answer> refused(Attempt.Refused refused, String id, Operation operation) {
        if (refused.seen() instanceof Change change) {
            return change.settled()
                    .flatMap(settled -> settled instanceof Answer.Written seen
                            ? (decidesAlone() ? Mono.just(seen.state()) : fetch(id))
                                    .flatMap(durable -> decide(id, operation, durable))
                            : write(id, operation));
        }
        if (decidesAlone()) {
            return Mono.just(new Answer.Conflicted(refused.conflict()));
        }
        evict(refused.register());
        return fetch(id).flatMap(current -> decide(id, operation, current));
    }

    private Mono<Answer> decide(String id, Operation operation, DocumentState durable) {
        return operation.decide(visible(durable)) instanceof Decision.Refuse refuse
                ? Mono.just(new Answer.Conflicted(refuse.conflict()))
                : write(id, operation);
    }

    /**
     * Reads a document; cold. What it emits is durable; an expired tombstone is absent. Where the store has other
     * writers, it alone can tell.
     */
    public Mono<DocumentState> read(String id) {
        return engine.residency().keepsClean()
                ? observe(id).flatMap(this::readable)
                : fetch(id).map(this::visible);
    }

    /** Once the store has failed, what it holds is what is durable of a document whose newest change failed. */
    private Mono<DocumentState> readable(Observation observation) {
        return observation.seen() instanceof Change
                ? durable(observation)
                        .onErrorResume(
                                StoreFailedException.class,
                                failure -> fetch(observation.register().id()).map(this::visible))
                : durable(observation);
    }

    /** Reads what the store holds now, past the registers. */
    private Mono<DocumentState> fetch(String id) {
        return Mono.defer(() -> {
            Executor home = home();
            return stored.load(id).publishOn(Schedulers.fromExecutor(home)).doOnNext(state -> requireThere());
        });
    }

    /** Looks at the newest state of a document, which may still be on its way to disk; cold. */
    public Mono<Observation> observe(String id) {
        return Mono.defer(() -> look(id));
    }

    private Mono<Observation> look(String id) {
        Optional<Observation> seen = observeNow(id);
        return seen.isPresent() ? Mono.just(seen.get()) : load(resident(id)).then(observe(id));
    }

    /** Looks at the newest state of a document if that needs no disk; empty where only the disk knows it. */
    public Optional<Observation> observeNow(String id) {
        while (true) {
            Register register = resident(id);
            Object seen = register.state();
            if (!(seen instanceof Vacant)) {
                return Optional.of(new Observation(register, seen, visible(Register.newest(seen))));
            }
            if (!available(register)) {
                return Optional.empty();
            }
        }
    }

    /** Makes a document resident, so that what follows need not wait; empty where it is already. The Mono is cold. */
    public Optional<Mono<Void>> loadAhead(String id) {
        return observeNow(id).isPresent() ? Optional.empty() : Optional.of(Mono.defer(() -> load(resident(id))));
    }

    /** Returns what was observed as soon as it is durable; empty where another writer of the store overtook it. */
    public Mono<DocumentState> durable(Observation observation) {
        if (observation.seen() instanceof Change change) {
            return change.settled().ofType(Answer.Written.class).map(settled -> visible(settled.state()));
        }
        letGo(observation);
        return Mono.just(observation.state());
    }

    /**
     * Returns what was observed once it is durable and may be answered; empty where another writer of the store has come
     * before or after it, so that whatever was concluded from it must be concluded anew.
     */
    public Mono<DocumentState> confirmed(Observation observation) {
        if (engine.residency().keepsClean()) {
            return durable(observation);
        }
        return durable(observation)
                .flatMap(durable -> fetch(observation.register().id()))
                .filter(current -> current.revision()
                        .equals(Register.newest(observation.seen()).revision()))
                .map(this::visible);
    }

    /** A register that a reader found empty, or that must not be cached, leaves at once. */
    private void letGo(Observation observation) {
        if (observation.state() == Absent.ABSENT || !engine.residency().keepsClean()) {
            evict(observation.register());
        }
    }

    /**
     * Writes what was computed from an observation, if the register still holds exactly what was observed. The
     * compareAndSet has happened when this returns.
     *
     * @param home delivers the answer: the calling thread may not be the one that the operation began on
     * @return hot: {@link Answer.Written} once durable, or {@link Answer.Lost} with nothing written; errors as {@link
     *     #write}
     */
    public Mono<Answer> replace(Observation observation, Decision.Write write, Executor home) {
        engine.loop().admit();
        Attempt attempt = observation.register().replace(observation.seen(), write, this);
        if (attempt instanceof Attempt.Accepted accepted) {
            return submitted(accepted, home);
        }
        return Mono.just(attempt == Attempt.Lost.RACE ? Answer.Lost.RACE : Answer.Lost.EVICTED);
    }

    /** As {@link #replace}, but says at once whether it was lost: empty, and nothing was written. */
    public Optional<Mono<Answer>> replaceNow(Observation observation, Decision.Write write) {
        engine.loop().admit();
        Attempt attempt = observation.register().replace(observation.seen(), write, this);
        return attempt instanceof Attempt.Accepted accepted
                ? Optional.of(submitted(accepted, home()))
                : Optional.empty();
    }

    private Mono<Answer> submitted(Attempt.Accepted accepted, Executor home) {
        engine.observer().compareAndSet(accepted.attempts());
        lane.submit(accepted.change());
        Mono<Answer> settled = accepted.change().settled(home);
        return accepted.change().receipt() == null ? settled : settled.map(Shard::notOvertaken);
    }

    /** Throws where another node was first: it may have carried out the very request that bears the receipt. */
    private static Answer notOvertaken(Answer answer) {
        if (answer instanceof Answer.Lost) {
            throw new RequestOvertakenException();
        }
        return answer;
    }

    private void requireThere() {
        if (dropped) {
            throw missing();
        }
    }

    private Register resident(String id) {
        requireThere();
        Register register = registers.of(id);
        register.touch();
        return register;
    }

    /** Makes a vacant register usable without touching the disk; false where only {@link #load} can. */
    private boolean available(Register register) {
        if (register.state() == Vacant.SEALED) {
            registers.remove(register);
            return true;
        }
        DocumentState known = stored.peek(register.id());
        if (known == null) {
            return false;
        }
        loaded(register, known, /* fromDisk= */ false);
        return true;
    }

    private Mono<Void> load(Register register) {
        Executor home = home();
        return stored.load(register.id())
                .doOnNext(state -> loaded(register, state, /* fromDisk= */ true))
                .doFinally(ended -> abandon(register))
                .publishOn(Schedulers.fromExecutor(home))
                .then();
    }

    /** A register whose load failed or was cancelled must not stay behind, empty and out of the sweep's sight. */
    private void abandon(Register register) {
        if (register.abandon()) {
            registers.remove(register);
        }
    }

    private void loaded(Register register, DocumentState state, boolean fromDisk) {
        if (register.load(state)) {
            footprint.loaded(register.id(), state);
            engine.observer().registerLoaded(fromDisk);
        }
    }

    private DocumentState visible(DocumentState state) {
        return state instanceof Tombstone tombstone && expired(tombstone) ? Absent.ABSENT : state;
    }

    private boolean expired(Tombstone tombstone) {
        return engine.clock().millis() - tombstone.deletedAtMillis()
                >= gcDeletes.get().toMillis();
    }

    /** Called by the commit loop: the newest change of a register in a batch is durable. */
    void settled(Change change, DocumentState base, DocumentState durable) {
        boolean clean = change.register().settle(change, durable);
        footprint.changed(base, durable);
        if (clean && !engine.residency().keepsClean()) {
            evict(change.register());
        }
    }

    /** Called by the commit loop: another writer was first, so everything pending on the register is decided anew. */
    void overtaken(Change change, DocumentState base, DocumentState current, Deliveries deliveries) {
        Register register = change.register();
        Object newest = register.state();
        while (!register.compareAndSet(newest, current)) {
            newest = register.state();
        }
        pendingChain(newest).forEach(pending -> pending.overtake(deliveries));
        footprint.changed(base, current);
        if (!engine.residency().keepsClean()) {
            evict(register);
        }
    }

    /**
     * Called by the commit loop: a shared store failed to write a batch, or does not know whether it did. What the batch
     * took fails; what came on top of it meanwhile was surely not written and is decided anew. The register leaves, for
     * only the store can tell the state now.
     */
    void failed(Change newest, DocumentState base, Throwable cause, Deliveries deliveries) {
        Register register = newest.register();
        Batch batch = newest.batch();
        Object last = register.state();
        while (!register.compareAndSet(last, Vacant.SEALED)) {
            last = register.state();
        }
        registers.remove(register);
        footprint.sealed(register.id(), base);
        for (Change pending : pendingChain(last)) {
            if (pending.batch() == batch) {
                pending.fail(cause, deliveries);
            } else {
                pending.overtake(deliveries);
            }
        }
    }

    /** Returns the changes that are not settled, oldest first: who has made them one after the other finds that order. */
    private static Deque<Change> pendingChain(Object newest) {
        Deque<Change> chain = new ArrayDeque<>();
        for (Object link = newest; link instanceof Change pending && pending.pending(); link = pending.base()) {
            chain.push(pending);
        }
        return chain;
    }

    /** Seals the register if it is clean; a writer that holds it sees the seal and looks the document up again. */
    void evict(Register register) {
        if (register.state() instanceof DocumentState clean && register.seal(clean)) {
            registers.remove(register);
            footprint.sealed(register.id(), clean);
            engine.observer().registerSealed();
        }
    }

    /** Forgets expired tombstones in the store; cold. */
    public Mono<Integer> forgetTombstones() {
        return lane.betweenBatches(Mono.defer(() -> stored.forgetTombstones(
                engine.clock().millis() - gcDeletes.get().toMillis())));
    }

    /** Refuses every operation from now on: the index is deleted. Pending changes fail. */
    public void drop() {
        dropped = true;
        engine.residency().leave(this);
        footprint.leave();
        registers.clear();
    }

    boolean dropped() {
        return dropped;
    }

    IndexException missing() {
        return IndexException.notFound(index, IndexException.Lookup.SINGLE_DOCUMENT);
    }
}
