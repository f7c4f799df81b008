package dev.optimist.core.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The first hits of a search in its order, out of all that are offered: one bounded heap. Not thread-safe.
 */
public final class TopHits {
    /** What a hit takes beside its source; an estimate. */
    private static final long HIT_BYTES = 256;

    private final Sort sort;
    private final @Nullable List<? extends @Nullable Object> searchAfter;
    private final int from;
    private final int kept;
    private final LongConsumer bytes;
    private final PriorityQueue<Hit> worstFirst;
    private final Comparator<Hit> order;
    private long total;

    /**
     * Makes an empty collection.
     *
     * @param searchAfter the sort values behind which the hits begin, or null
     * @param from how many of the first hits are left out
     * @param size how many hits are wanted after those
     * @param bytes is told by how much the memory of what is kept grows or shrinks; may throw
     */
    public TopHits(
            Sort sort, @Nullable List<? extends @Nullable Object> searchAfter, int from, int size, LongConsumer bytes) {
        if (searchAfter != null) {
            sort.requireFits(searchAfter);
        }
        this.sort = sort;
        this.searchAfter = searchAfter;
        this.from = from;
        this.kept = from + size;
        this.bytes = bytes;
        this.order = sort.order();
        this.worstFirst = new PriorityQueue<>(order.reversed());
    }

    /** Counts a document that matches, and keeps it while it is among the first. */
    public void offer(Candidate candidate) {
        total++;
        if (kept == 0) {
            return;
        }
        Hit hit = sort.hit(candidate);
        Hit worst = worstFirst.peek();
        boolean full = worstFirst.size() == kept && worst != null;
        if ((searchAfter != null && !sort.isAfter(hit, searchAfter)) || (full && order.compare(hit, worst) >= 0)) {
            return;
        }
        if (full) {
            bytes.accept(-bytesOf(worstFirst.remove()));
        }
        bytes.accept(bytesOf(hit));
        worstFirst.add(hit);
    }

    private static long bytesOf(Hit hit) {
        return HIT_BYTES + hit.document().source().length();
    }

    /** Returns how many documents were offered. */
    public long total() {
        return total;
    }

    /** Returns the hits in order, without the first {@code from}; empties this collection. */
    public List<Hit> take() {
        Deque<Hit> hits = new ArrayDeque<>();
        while (worstFirst.size() > from) {
            hits.addFirst(worstFirst.remove());
        }
        return new ArrayList<>(hits);
    }
}
