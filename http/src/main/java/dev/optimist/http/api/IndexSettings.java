package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.route.DidYouMean;
import dev.optimist.http.route.TimeText;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of indices: which there are, and how they are shown. */
final class IndexSettings {
    static final String PREFIX = "index.";
    static final String SHARDS = "index.number_of_shards";
    static final String REPLICAS = "index.number_of_replicas";

    private static final int SHARDS_MAX = 1024;
    /** What stands for a value that is to be removed. */
    static final String NULL = "null";

    /** Names of settings are suggested that are nearer than this. */
    private static final float NEAR = 0.7f;

    private static final String PRIVATE = "index.private.";

    /** Settings that Elasticsearch knows and that may stand in a request; only a few change what Optimist does. */
    private static final Set<String> KNOWN = Stream.of(
                    "allocation.max_retries",
                    "analyze.max_token_count",
                    "auto_expand_replicas",
                    "blocks.metadata",
                    "blocks.read",
                    "blocks.read_only",
                    "blocks.read_only_allow_delete",
                    "blocks.write",
                    "bloom_filter_for_id_field.enabled",
                    "codec",
                    "compound_format",
                    "default_pipeline",
                    "fielddata.cache",
                    "final_pipeline",
                    "gc_deletes",
                    "hidden",
                    "highlight.max_analyzed_offset",
                    "indexing.slowlog.include.user",
                    "indexing.slowlog.reformat",
                    "indexing.slowlog.source",
                    "indexing.slowlog.threshold.index.debug",
                    "indexing.slowlog.threshold.index.info",
                    "indexing.slowlog.threshold.index.trace",
                    "indexing.slowlog.threshold.index.warn",
                    "load_fixed_bitset_filters_eagerly",
                    "look_ahead_time",
                    "look_back_time",
                    "mapping.coerce",
                    "mapping.depth.limit",
                    "mapping.dimension_fields.limit",
                    "mapping.field_name_length.limit",
                    "mapping.ignore_malformed",
                    "mapping.nested_fields.limit",
                    "mapping.nested_objects.limit",
                    "mapping.source.mode",
                    "mapping.total_fields.ignore_dynamic_beyond_limit",
                    "mapping.total_fields.limit",
                    "max_adjacency_matrix_filters",
                    "max_docvalue_fields_search",
                    "max_inner_result_window",
                    "max_ngram_diff",
                    "max_refresh_listeners",
                    "max_regex_length",
                    "max_rescore_window",
                    "max_result_window",
                    "max_script_fields",
                    "max_shingle_diff",
                    "max_slices_per_scroll",
                    "max_terms_count",
                    "merge.policy.deletes_pct_allowed",
                    "merge.policy.expunge_deletes_allowed",
                    "merge.policy.floor_segment",
                    "merge.policy.max_merge_at_once",
                    "merge.policy.max_merged_segment",
                    "merge.policy.merge_factor",
                    "merge.policy.segments_per_tier",
                    "merge.policy.type",
                    "merge.scheduler.auto_throttle",
                    "merge.scheduler.max_merge_count",
                    "merge.scheduler.max_thread_count",
                    "mode",
                    "number_of_replicas",
                    "number_of_routing_shards",
                    "number_of_shards",
                    "optimize_auto_generated_id",
                    "percolator.map_unmapped_fields_as_text",
                    "priority",
                    "queries.cache.enabled",
                    "query.default_field",
                    "query_string.lenient",
                    "refresh_interval",
                    "requests.cache.enable",
                    "routing_partition_size",
                    "routing_path",
                    "search.idle.after",
                    "search.slowlog.include.user",
                    "search.slowlog.threshold.fetch.debug",
                    "search.slowlog.threshold.fetch.info",
                    "search.slowlog.threshold.fetch.trace",
                    "search.slowlog.threshold.fetch.warn",
                    "search.slowlog.threshold.query.debug",
                    "search.slowlog.threshold.query.info",
                    "search.slowlog.threshold.query.trace",
                    "search.slowlog.threshold.query.warn",
                    "shard.check_on_startup",
                    "soft_deletes.enabled",
                    "soft_deletes.retention.operations",
                    "soft_deletes.retention_lease.period",
                    "store.fs.fs_lock",
                    "store.preload",
                    "store.stats_refresh_interval",
                    "store.type",
                    "time_series.end_time",
                    "time_series.start_time",
                    "translog.durability",
                    "translog.flush_threshold_size",
                    "translog.generation_threshold_size",
                    "translog.retention.age",
                    "translog.retention.size",
                    "translog.sync_interval",
                    "unassigned.node_left.delayed_timeout",
                    "warmer.enabled",
                    "write.wait_for_active_shards")
            .map(name -> PREFIX + name)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> SINCE_8 = Set.of(
            "index.bloom_filter_for_id_field.enabled",
            "index.indexing.slowlog.include.user",
            "index.look_ahead_time",
            "index.look_back_time",
            "index.mapping.source.mode",
            "index.mapping.total_fields.ignore_dynamic_beyond_limit",
            "index.merge.policy.merge_factor",
            "index.mode",
            "index.routing_path",
            "index.search.slowlog.include.user",
            "index.time_series.end_time",
            "index.time_series.start_time");

    private static final Set<String> KNOWN_LEGACY =
            KNOWN.stream().filter(name -> !SINCE_8.contains(name)).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> BOOLEANS = Set.of("index.hidden", "index.requests.cache.enable");
    private static final Set<String> TIMES = Set.of(
            "index.gc_deletes",
            "index.refresh_interval",
            "index.search.idle.after",
            "index.translog.sync_interval",
            "index.soft_deletes.retention_lease.period",
            "index.unassigned.node_left.delayed_timeout");
    private static final Set<String> FINAL = Set.of(
            SHARDS, "index.number_of_routing_shards", "index.routing_partition_size", "index.soft_deletes.enabled");
    private static final Set<String> STATIC = Stream.concat(
                    FINAL.stream(),
                    Stream.of(
                            "index.codec",
                            "index.mode",
                            "index.shard.check_on_startup",
                            "index.store.type",
                            "index.mapping.coerce",
                            "index.mapping.ignore_malformed"))
            .collect(Collectors.toUnmodifiableSet());
    private static final List<String> STATIC_GROUPS = List.of("index.analysis.", "index.similarity.", "index.sort.");

    private static final List<String> KNOWN_GROUPS =
            List.of("index.analysis.", "index.routing.", "index.similarity.", "index.sort.", "index.lifecycle.");

    private IndexSettings() {}

    /**
     * Reads settings as requests name them, with or without {@code index.}.
     *
     * @return full names to strings
     */
    static Map<String, String> normalize(Map<String, Object> settings, ApiVersion version) {
        Map<String, String> normal = new TreeMap<>();
        settings.forEach((name, value) -> normal.put(
                name.startsWith(PREFIX) || name.equals("index*") || name.equals("*") ? name : PREFIX + name,
                text(value)));
        normal.forEach((name, value) -> {
            if (!value.equals(NULL) || !name.contains("*")) {
                requireKnown(name, version);
            }
            if (!value.equals(NULL)) {
                requireWellFormed(name, value);
            }
        });
        shards(normal);
        replicas(normal, 1);
        return normal;
    }

    /** Returns whether a setting can be changed only while its index is closed, or never. */
    static boolean isStatic(String name) {
        return STATIC.contains(name) || STATIC_GROUPS.stream().anyMatch(name::startsWith);
    }

    /** Returns whether a setting can be given only when its index is made. */
    static boolean isFinal(String name) {
        return FINAL.contains(name);
    }

    private static void requireWellFormed(String name, String value) {
        if (name.startsWith("index.blocks.") || BOOLEANS.contains(name)) {
            if (!value.equals("true") && !value.equals("false")) {
                throw RequestException.illegalArgument(
                        "Failed to parse value [" + value + "] as only [true] or [false] are allowed.");
            }
        } else if (TIMES.contains(name)) {
            TimeText.parse(name, value);
        }
    }

    /** Returns settings that are nested in objects, also in one called {@code settings}, by their flat names. */
    static Map<String, Object> flattened(Map<String, Object> settings) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", settings.get("settings") instanceof Map<?, ?> inner ? inner : settings, flat);
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> settings, Map<String, Object> flat) {
        settings.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + name + ".", inner, flat);
            } else {
                flat.put(prefix + name, value == null ? "null" : value);
            }
        });
    }

    private static String text(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(Objects::toString).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    private static void requireKnown(String name, ApiVersion version) {
        Set<String> known = version.legacy() ? KNOWN_LEGACY : KNOWN;
        if (known.contains(name) || KNOWN_GROUPS.stream().anyMatch(name::startsWith)) {
            return;
        }
        List<String> near = DidYouMean.candidates(name, known, NEAR);
        String hint = near.isEmpty()
                ? " please check that any required plugins are installed, or check the breaking changes documentation"
                        + " for removed settings"
                : " did you mean " + (near.size() > 1 ? "any of " + near : near) + "?";
        throw RequestException.illegalArgument("unknown setting [" + name + "]" + hint);
    }

    static int shards(Map<String, String> settings) {
        return number(settings, SHARDS, 1, SHARDS_MAX);
    }

    static int replicas(Map<String, String> settings, int absent) {
        return settings.containsKey(REPLICAS) ? number(settings, REPLICAS, 0, Integer.MAX_VALUE) : absent;
    }

    private static int number(Map<String, String> settings, String name, int min, int max) {
        String text = settings.getOrDefault(name, "1");
        if (text.equals(NULL)) {
            return 1;
        }
        String failure = "Failed to parse value [" + text + "] for setting [" + name + "]";
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw RequestException.illegalArgument(failure)
                    .causedBy(RequestException.of(ErrorKind.NUMBER_FORMAT, String.valueOf(e.getMessage())));
        }
        if (value < min) {
            throw RequestException.illegalArgument(failure + " must be >= " + min);
        }
        if (value > max) {
            throw RequestException.illegalArgument(failure + " must be <= " + max);
        }
        return value;
    }

    /** Returns the settings that are kept as they were given: all but the two that have fields of their own. */
    static Map<String, String> kept(Map<String, String> settings) {
        Map<String, String> kept = new TreeMap<>(settings);
        kept.remove(SHARDS);
        kept.remove(REPLICAS);
        return Map.copyOf(kept);
    }

    /** Returns all settings of an index by their full names, in the order in which they are shown. */
    static Map<String, String> flat(IndexMetadata index, ApiVersion version, boolean human) {
        Map<String, String> flat = new LinkedHashMap<>();
        if (human) {
            flat.put(
                    "index.creation_date_string",
                    Instant.ofEpochMilli(index.createdMillis()).toString());
        }
        flat.put("index.routing.allocation.include._tier_preference", "data_content");
        new TreeMap<>(index.settings()).forEach((name, value) -> {
            if (!name.startsWith(PRIVATE)) {
                flat.put(name, value);
            }
        });
        Release release = Release.of(version);
        flat.put(SHARDS, Integer.toString(index.numberOfShards()));
        flat.put("index.provided_name", index.name());
        flat.put("index.creation_date", Long.toString(index.createdMillis()));
        flat.put(REPLICAS, Integer.toString(index.numberOfReplicas()));
        flat.put("index.uuid", index.uuid());
        if (human) {
            flat.put("index.version.created_string", release.number());
        }
        flat.put("index.version.created", release.created());
        return flat;
    }

    /** Returns flat settings as nested objects. */
    @SuppressWarnings("unchecked") // every map within was made here
    static Map<String, Object> nested(Map<String, String> flat) {
        Map<String, Object> root = new LinkedHashMap<>();
        flat.forEach((name, value) -> {
            List<String> steps = List.of(name.split("\\.", -1));
            Map<String, Object> parent = root;
            for (String step : steps.subList(0, steps.size() - 1)) {
                Object child = parent.computeIfAbsent(step, absent -> new LinkedHashMap<String, Object>());
                parent = child instanceof Map<?, ?> ? (Map<String, Object>) child : new LinkedHashMap<>();
            }
            parent.put(steps.get(steps.size() - 1), value);
        });
        return root;
    }
}
