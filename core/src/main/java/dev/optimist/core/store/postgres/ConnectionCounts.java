package dev.optimist.core.store.postgres;

/**
 * How many connections a node has to its databases.
 *
 * @param active in use
 * @param idle not in use
 * @param awaited by somebody who has none yet
 */
public record ConnectionCounts(int active, int idle, int awaited) {
    static final ConnectionCounts NONE = new ConnectionCounts(0, 0, 0);

    ConnectionCounts plus(ConnectionCounts other) {
        return new ConnectionCounts(active + other.active, idle + other.idle, awaited + other.awaited);
    }
}
