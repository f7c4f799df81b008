package dev.optimist.metrics.meter;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The meters of each index, for as many indices as the cap admits, first come first served; all others share those of
 * {@link MeterTag#OTHER}.
 *
 * <p><b>Concurrency</b>: reads take no lock. Only {@link #admit} and {@link #forget} change the map, one at a time.
 */
final class IndexTags {
    private final MeterFactory meters;
    private final int indicesMax;
    private final ConcurrentMap<String, IndexMeters> admitted = new ConcurrentHashMap<>();
    private final IndexMeters others;

    /** Whether the cap is reached, so that an index beyond it costs no lock. */
    private volatile boolean full;

    IndexTags(MeterFactory meters, int indicesMax) {
        this.meters = meters;
        this.indicesMax = indicesMax;
        this.others = new IndexMeters(meters, MeterTag.OTHER);
        this.full = indicesMax == 0;
    }

    /** Returns the meters of an index that is there. */
    IndexMeters of(String index) {
        IndexMeters own = admitted.get(index);
        if (own != null) {
            return own;
        }
        return full ? others : admit(index);
    }

    /** Returns the meters of a name that need not be an index's: a name that nobody has seen gets none of its own. */
    IndexMeters ofUnproven(String index) {
        return admitted.getOrDefault(index, others);
    }

    /** Removes the meters of a deleted index; its place under the cap is free. */
    synchronized void forget(String index) {
        if (admitted.remove(index) != null) {
            full = false;
            meters.removeTagged(MeterTag.INDEX, index);
        }
    }

    private synchronized IndexMeters admit(String index) {
        IndexMeters own = admitted.get(index);
        if (own != null) {
            return own;
        }
        if (full) {
            return others;
        }
        own = new IndexMeters(meters, index);
        admitted.put(index, own);
        full = admitted.size() >= indicesMax;
        return own;
    }
}
