package dev.optimist.http.route;

import dev.optimist.core.error.RequestException;

/**
 * The {@code wait_for_active_shards} parameter: how many copies of a shard a write waits for.
 *
 * @param count {@link #ALL_COPIES} for all of them, {@link #UNSET} for what the index says
 */
public record ActiveShards(int count) {
    /** Stands for all copies. */
    public static final int ALL_COPIES = -1;

    /** Stands for the setting of the index. */
    public static final int UNSET = -2;

    /** What the index says. */
    public static final ActiveShards DEFAULT = new ActiveShards(UNSET);

    static ActiveShards parse(String text) {
        if (text.equals("all")) {
            return new ActiveShards(ALL_COPIES);
        }
        if (text.equals("default")) {
            return DEFAULT;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 0) {
                return new ActiveShards(count);
            }
        } catch (NumberFormatException e) {
            throw RequestException.illegalArgument("cannot parse ActiveShardCount[" + text + "]")
                    .causedBy(Parameters.notANumber(text));
        }
        throw RequestException.illegalArgument("shard count cannot be a negative value");
    }
}
