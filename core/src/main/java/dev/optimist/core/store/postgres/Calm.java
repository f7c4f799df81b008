package dev.optimist.core.store.postgres;

/**
 * Whether the batches of a shard go through unhindered. While they do, a node may guess bases and write a batch in one
 * statement, which both cost a second attempt where another node was first; after that it is careful for some batches,
 * and for twice as many when it was wrong again.
 *
 * <p><b>Concurrency.</b> Written by one batch after the other, read by anybody as a hint.
 */
final class Calm {
    private static final int CAREFUL_MIN = 8;
    private static final int CAREFUL_MAX = 1_024;

    private volatile int carefulBatches;
    private int penalty = CAREFUL_MIN;
    private int calmBatches;

    boolean lasts() {
        return carefulBatches == 0;
    }

    void written(boolean overtaken) {
        int careful = carefulBatches;
        if (overtaken) {
            penalty = careful == 0 ? Math.min(CAREFUL_MAX, 2 * penalty) : penalty;
            carefulBatches = penalty;
            calmBatches = 0;
        } else if (careful > 0) {
            carefulBatches = careful - 1;
        } else if (++calmBatches == CAREFUL_MAX) {
            penalty = CAREFUL_MIN;
        }
    }
}
