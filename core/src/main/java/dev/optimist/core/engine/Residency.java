package dev.optimist.core.engine;

import java.util.Collections;
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
    /** Where a sweep stops, as a part of the budget. */
    private static final double LOW_WATER = 0.9;

    /** The most registers one sweep looks at, since all of them may be in use; the next one goes on. */
    private static final int STEPS_MAX = 10_000;

    private final long budgetBytes;
    private final boolean keepsClean;
    private final Scheduler scheduler;
    private final Set<Shard> shards = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private final LongAdder residentBytes = new LongAdder();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /** Goes on from where the last sweep ended; belongs to whoever has set {@code sweeping}. */
    private final SweepHand hand = new SweepHand(shards);

    /**
     * Makes a residency without shards.
     *
     * @param keepsClean whether clean registers may stay at all: only where the store has no other writer
     * @param scheduler runs the sweeps
     */
    public Residency(long budgetBytes, boolean keepsClean, Scheduler scheduler) {
        this.budgetBytes = budgetBytes;
        this.keepsClean = keepsClean;
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

    /** Takes a shard in; whatever becomes resident or leaves is told to the footprint that it returns. */
    Footprint enter(Shard shard) {
        shards.add(shard);
        return new Footprint(this::count);
    }

    void leave(Shard shard) {
        shards.remove(shard);
    }

    private void count(long bytes) {
        residentBytes.add(bytes);
        if (bytes > 0) {
            relieve();
        }
    }

    /** Starts a sweep where one is due and none is under way. */
    private void relieve() {
        if (residentBytes.sum() > budgetBytes && sweeping.compareAndSet(false, true)) {
            scheduler.schedule(this::sweep);
        }
    }

    private void sweep() {
        try {
            // At most once around: the second time would evict what an operation has just loaded and not yet used.
            for (long steps = Math.min(STEPS_MAX, residentRegisters()); steps > 0 && over(); steps--) {
                if (!hand.advance()) {
                    return;
                }
                Register register = hand.register();
                if (!register.clearTouched()) {
                    hand.shard().evict(register);
                }
            }
        } finally {
            sweeping.set(false);
        }
    }

    private boolean over() {
        return residentBytes.sum() > budgetBytes * LOW_WATER;
    }
}
