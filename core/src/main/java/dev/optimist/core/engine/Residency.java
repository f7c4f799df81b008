package dev.optimist.core.engine;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.observe.EngineObserver;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds the memory of registers: over the budget, a sweep seals those that are clean and were not used since it last
 * came by (second chance, as the CLOCK algorithm of F. J. Corbató, 1968).
 */
public final class Residency {
    /**
     * Bytes of a resident register beyond its id and source: map node, register, settled state, document, source, string
     * and array headers with compressed references.
     */
    private static final int REGISTER_BYTES = 200;

    /** Where a sweep stops, as a part of the budget. */
    private static final double LOW_WATER = 0.9;

    private final long budgetBytes;
    private final boolean keepsClean;
    private final EngineObserver observer;
    private final Scheduler scheduler;
    private final Set<Shard> shards = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private final LongAdder residentBytes = new LongAdder();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /**
     * Makes a residency without shards.
     *
     * @param keepsClean whether clean registers may stay at all: only where the store has no other writer
     * @param scheduler runs the sweeps
     */
    public Residency(long budgetBytes, boolean keepsClean, EngineObserver observer, Scheduler scheduler) {
        this.budgetBytes = budgetBytes;
        this.keepsClean = keepsClean;
        this.observer = observer;
        this.scheduler = scheduler;
    }

    /** Returns the estimated memory of all resident registers. */
    public long residentBytes() {
        return residentBytes.sum();
    }

    /** Returns how many registers are resident. */
    public long residentRegisters() {
        return shards.stream().mapToLong(Shard::residentRegisters).sum();
    }

    boolean keepsClean() {
        return keepsClean;
    }

    void enter(Shard shard) {
        shards.add(shard);
    }

    void leave(Shard shard) {
        shards.remove(shard);
        for (Register register : shard.registers()) {
            if (register.state() instanceof RegisterState.Settled settled && register.seal(settled)) {
                residentBytes.add(-bytes(register.id(), settled.state()));
            }
        }
    }

    void loaded(String id, DocumentState state) {
        residentBytes.add(bytes(id, state));
        relieve();
    }

    void changed(DocumentState from, DocumentState to) {
        residentBytes.add((long) sourceBytes(to) - sourceBytes(from));
    }

    void sealed(String id, DocumentState state) {
        residentBytes.add(-bytes(id, state));
        observer.registerSealed();
    }

    /** Starts a sweep where one is due and none is under way. */
    void relieve() {
        if (residentBytes.sum() > budgetBytes && sweeping.compareAndSet(false, true)) {
            scheduler.schedule(this::sweep);
        }
    }

    private void sweep() {
        try {
            // Two rounds: the first may find every register used and only clear the marks.
            for (int round = 0; round < 2 && over(); round++) {
                shards.forEach(this::sweep);
            }
        } finally {
            sweeping.set(false);
        }
    }

    private void sweep(Shard shard) {
        Iterator<Register> hand = shard.registers().iterator();
        while (hand.hasNext() && over()) {
            Register register = hand.next();
            if (!register.clearTouched()) {
                shard.evict(register);
            }
        }
    }

    private boolean over() {
        return residentBytes.sum() > budgetBytes * LOW_WATER;
    }

    private static long bytes(String id, DocumentState state) {
        return (long) REGISTER_BYTES + id.length() + sourceBytes(state);
    }

    static int sourceBytes(DocumentState state) {
        return state instanceof Document document ? document.source().length() : 0;
    }
}
