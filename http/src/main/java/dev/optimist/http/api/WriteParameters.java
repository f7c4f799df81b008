package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.http.route.ActiveShards;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Refresh;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters that every write of a document has. */
record WriteParameters(@Nullable String routing, Duration timeout, Refresh refresh, ActiveShards activeShards) {
    static final Set<String> NAMES = Set.of("routing", "timeout", "refresh", "wait_for_active_shards");

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    static WriteParameters read(Parameters parameters) {
        return new WriteParameters(
                parameters.string("routing"),
                parameters.time("timeout", TIMEOUT),
                parameters.refresh(),
                parameters.activeShards());
    }

    boolean forcedRefresh() {
        return refresh == Refresh.IMMEDIATE;
    }

    /** Returns whether the request says how many copies it waits for. */
    boolean waitsForCopies() {
        return activeShards.count() != ActiveShards.UNSET && activeShards.count() != 0 && activeShards.count() != 1;
    }

    /**
     * Returns why a write is not begun, if it is not. There is one copy of each shard, and no other will ever become
     * active: waiting for the timeout would change nothing.
     *
     * @param request what the message says of the request
     */
    Optional<RequestException> missingCopies(IndexMetadata index, int shard, String request) {
        int needed =
                activeShards.count() == ActiveShards.ALL_COPIES ? 1 + index.numberOfReplicas() : activeShards.count();
        if (needed <= 1) {
            return Optional.empty();
        }
        String count = activeShards.count() == ActiveShards.ALL_COPIES ? "ALL" : Integer.toString(needed);
        String shardName = "[" + index.name() + "][" + shard + "]";
        return Optional.of(RequestException.of(
                ErrorKind.UNAVAILABLE_SHARDS,
                String.format(
                        Locale.ROOT,
                        "%s Not enough active copies to meet shard count of [%s] (have 1, needed %d). Timeout: [%s], request: [BulkShardRequest [%s] containing [%s]]",
                        shardName,
                        count,
                        needed,
                        timeText(timeout),
                        shardName,
                        request)));
    }

    private static String timeText(Duration time) {
        long millis = time.toMillis();
        if (millis >= 60_000 && millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis >= 1000 && millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
