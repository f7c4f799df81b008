package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.snapshot.Snapshot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of a snapshot, and what is told of it. */
final class SnapshotBody {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private SnapshotBody() {}

    /** Reads the body of a request: anything but a snapshot of everything is refused. */
    @SuppressWarnings("unchecked") // the keys of a JSON object are texts
    static Map<String, Object> metadata(Map<String, @Nullable Object> body) {
        Map<String, Object> metadata = Map.of();
        for (Map.Entry<String, @Nullable Object> entry : body.entrySet()) {
            Object value = entry.getValue();
            switch (entry.getKey()) {
                case "indices" -> requireAll(value);
                case "include_global_state" -> requireGlobalState(value);
                case "ignore_unavailable", "partial", "expand_wildcards", "feature_states" -> {}
                case "metadata" -> metadata = value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
                default -> throw RequestException.illegalArgument("Unknown parameter " + entry.getKey());
            }
        }
        return metadata;
    }

    private static void requireAll(@Nullable Object indices) {
        boolean all = indices == null
                || (indices instanceof List<?> list
                        && (list.isEmpty() || list.equals(List.of("*")) || list.equals(List.of("_all"))))
                || indices.equals("*")
                || indices.equals("_all")
                || indices.equals("");
        if (!all) {
            throw RequestException.illegalArgument(
                    "[indices] must be [*]: a snapshot here is a checkpoint of the whole store");
        }
    }

    private static void requireGlobalState(@Nullable Object included) {
        if (!"true".equals(String.valueOf(included))) {
            throw RequestException.illegalArgument(
                    "[include_global_state] must be [true]: a snapshot here is a checkpoint of the whole store");
        }
    }

    static Map<String, Object> shown(Snapshot snapshot, String repository) {
        Map<String, Object> content = ordered(
                "snapshot", snapshot.snapshot(),
                "uuid", snapshot.uuid(),
                "repository", repository,
                "version", snapshot.version(),
                "indices", snapshot.indices(),
                "data_streams", List.of(),
                "include_global_state", true);
        if (!snapshot.metadata().isEmpty()) {
            content.put("metadata", snapshot.metadata());
        }
        content.put("state", "SUCCESS");
        content.put("start_time", TIME.format(Instant.ofEpochMilli(snapshot.startMillis())));
        content.put("start_time_in_millis", snapshot.startMillis());
        content.put("end_time", TIME.format(Instant.ofEpochMilli(snapshot.endMillis())));
        content.put("end_time_in_millis", snapshot.endMillis());
        content.put("duration_in_millis", snapshot.endMillis() - snapshot.startMillis());
        content.put("failures", List.of());
        content.put("shards", ordered("total", snapshot.shards(), "failed", 0, "successful", snapshot.shards()));
        content.put("feature_states", List.of());
        return content;
    }

    /** Makes an object of keys and values in turn. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            content.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return content;
    }
}
