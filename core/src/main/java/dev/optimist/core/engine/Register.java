package dev.optimist.core.engine;

import dev.optimist.core.document.DocumentState;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One document's place in memory: an atomic reference that changes by compareAndSet alone. Plain synchronous code.
 *
 * <h2>States</h2>
 *
 * The reference points at UNLOADED, at a durable {@link DocumentState}, at a {@link Change}, or in the end at SEALED: at the
 * state itself, as a wrapper around it would be memory of every document in use.
 *
 * <h2>Concurrency</h2>
 *
 * Any thread may load, apply, replace or seal; only the commit loop settles. A {@link Change} points at the state it
 * was built on, so the reference is the newest end of a chain that the commit loop makes durable oldest first. Whoever
 * puts a change in place hands it to the commit loop afterwards. SEALED is terminal: no compareAndSet starts from it.
 */
final class Register extends AtomicReference<Object> {
    private static final long serialVersionUID = 1L;

    /** 2^32 divided by the golden ratio, odd: multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4). */
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final String id;
    private final int hash;

    /** The next one of a chain; belongs to the {@link RegisterTable}. */
    private volatile @Nullable Register next;

    /** Set by readers and writers, cleared by the sweep of the residency: a hint, so a plain field. */
    private boolean touched = true;

    Register(String id) {
        super(Vacant.UNLOADED);
        this.id = id;
        this.hash = hash(id);
    }

    String id() {
        return id;
    }

    int hash() {
        return hash;
    }

    /** Returns the hash of an id, of which all bits are as good as the others. */
    static int hash(String id) {
        int spread = id.hashCode() * GOLDEN_RATIO;
        return spread ^ (spread >>> 16);
    }

    boolean isOf(String id, int hash) {
        return this.hash == hash && this.id.equals(id);
    }

    @Nullable
    Register next() {
        return next;
    }

    void linkTo(@Nullable Register next) {
        this.next = next;
    }

    /** Returns what the register holds now. */
    Object state() {
        return Objects.requireNonNull(get(), "a register always has a state");
    }

    /** Puts what the store holds in place, unless somebody else did. */
    boolean load(DocumentState stored) {
        return compareAndSet(Vacant.UNLOADED, stored);
    }

    /**
     * Decides the operation on the newest state, durable or not, and puts its change in place; again and again until its
     * compareAndSet wins or the operation refuses.
     *
     * @param visible maps the state in the register to the one that operations see (an expired tombstone is absent)
     */
    Attempt apply(Operation operation, UnaryOperator<DocumentState> visible, Shard shard) {
        for (int attempts = 1; ; attempts++) {
            Object seen = state();
            if (seen instanceof Vacant vacant) {
                return vacant == Vacant.SEALED ? Attempt.SEALED : Attempt.UNLOADED;
            }
            Decision decision = operation.decide(visible.apply(newest(seen)));
            if (decision instanceof Decision.Refuse refuse) {
                return new Attempt.Refused(refuse.conflict(), this, seen);
            }
            Change change = new Change(shard, this, seen, (Decision.Write) decision);
            if (compareAndSet(seen, change)) {
                return new Attempt.Accepted(change, attempts);
            }
        }
    }

    /**
     * Puts a change in place on top of exactly what was observed. An observed change that has become durable meanwhile
     * is still the same state.
     */
    Attempt replace(Object observed, Decision.Write write, Shard shard) {
        Object base = observed;
        for (int attempts = 1; ; attempts++) {
            Change change = new Change(shard, this, base, write);
            if (compareAndSet(base, change)) {
                return new Attempt.Accepted(change, attempts);
            }
            base = state();
            if (base == Vacant.SEALED) {
                return Attempt.SEALED;
            }
            if (!same(observed, base)) {
                return Attempt.Lost.RACE;
            }
        }
    }

    /** The commit loop writes the durable state into the change before it puts it into the register. */
    private static boolean same(Object observed, Object now) {
        return observed instanceof Change change && change.current() == now;
    }

    /** Replaces the durable end of the chain: the change, once durable and still the newest, gives way to its state. */
    boolean settle(Change newest, DocumentState durable) {
        return compareAndSet(newest, durable);
    }

    /** Ends the register's life if it holds exactly this durable state; a later writer sees the seal and looks again. */
    boolean seal(DocumentState clean) {
        return compareAndSet(clean, Vacant.SEALED);
    }

    /** Ends the life of a register whose load came to nothing. */
    boolean abandon() {
        return compareAndSet(Vacant.UNLOADED, Vacant.SEALED);
    }

    /** Returns the state that a change on top of {@code state} builds on. */
    static DocumentState newest(Object state) {
        if (state instanceof DocumentState durable) {
            return durable;
        }
        if (state instanceof Change change) {
            return change.current();
        }
        throw new IllegalStateException("no document in " + state);
    }

    void touch() {
        if (!touched) {
            touched = true;
        }
    }

    /** Returns whether the register was used since the last call. */
    boolean clearTouched() {
        boolean was = touched;
        touched = false;
        return was;
    }
}
