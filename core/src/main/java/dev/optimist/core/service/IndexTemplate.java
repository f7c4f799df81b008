package dev.optimist.core.service;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What new indices whose names match begin with.
 *
 * @param indexPatterns names with {@code *}
 * @param priority the template with the highest one is taken
 * @param composedOf names of component templates that come before it, the later over the earlier
 * @param parts what the template itself says
 * @param extra further keys of the request, kept to be shown: version, _meta and the like
 */
public record IndexTemplate(
        List<String> indexPatterns,
        @Nullable Long priority,
        List<String> composedOf,
        Parts parts,
        Map<String, Object> extra) {
    /**
     * Settings, mappings and aliases of a template.
     *
     * @param given whether the request had them at all
     * @param settings flat, with the {@code index.} prefix
     */
    public record Parts(
            boolean given,
            Map<String, String> settings,
            Map<String, Object> mappings,
            Map<String, Map<String, Object>> aliases) {
        public static final Parts NONE = new Parts(false, Map.of(), Map.of(), Map.of());
    }

    /** A part that several templates share. */
    public record Component(Parts parts, Map<String, Object> extra) {}

    boolean matches(String index) {
        return indexPatterns.stream().anyMatch(pattern -> Wildcards.of(pattern).test(index));
    }

    long rank() {
        return priority == null ? 0 : priority;
    }
}
