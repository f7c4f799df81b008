package dev.optimist.metrics.contention;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The place of one document in the sketch.
 *
 * <p><b>Concurrency</b>: anybody counts, without a lock. Once the place has been given up its count stays negative, and
 * who wanted to count there is told so: no conflict is counted twice or lost.
 */
final class Place {
    /** Far enough below zero that those who come too late cannot count it up again. */
    private static final long GIVEN_UP = Long.MIN_VALUE;

    private final DocumentName document;
    private final long inherited;
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong successes = new AtomicLong();
    private volatile @Nullable String lastWriter;
    private final RecentCounts recent = new RecentCounts();

    /**
     * Makes a place without conflicts.
     *
     * @param inherited what was counted of others before
     */
    Place(DocumentName document, long inherited) {
        this.document = document;
        this.inherited = inherited;
    }

    DocumentName document() {
        return document;
    }

    /** Counts a conflict; false where the place has been given up. */
    boolean conflict(long second) {
        if (conflicts.getAndIncrement() < 0) {
            return false;
        }
        recent.add(second);
        return true;
    }

    void success(@Nullable String writer) {
        successes.getAndIncrement();
        lastWriter = writer;
    }

    /** Returns how many conflicts were counted here, those inherited among them. */
    long counted() {
        return inherited + Math.max(0, conflicts.get());
    }

    /** Ends the counting here; returns how many conflicts were counted. */
    long giveUp() {
        return inherited + Math.max(0, conflicts.getAndSet(GIVEN_UP));
    }

    ContendedDocument show(long second, long windowSeconds) {
        long own = Math.max(0, conflicts.get());
        long ended = successes.get();
        return new ContendedDocument(
                document.index(),
                document.id(),
                inherited + own,
                inherited,
                recent.sum(second, windowSeconds),
                own + ended,
                ended,
                lastWriter);
    }
}
