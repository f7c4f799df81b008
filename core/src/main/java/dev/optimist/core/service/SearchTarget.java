package dev.optimist.core.service;

import java.util.List;

/**
 * Which shards a search is over.
 *
 * @param expression names, aliases, lists and wildcards of indices, as {@link IndexAdministration#resolve} reads them; an
 *     alias's filter applies
 * @param ignoreUnavailable whether indices that are missing or closed are passed over instead of an error
 * @param allowNoIndices whether it is well that nothing matches
 * @param routing the custom routings whose shards are searched; empty for all shards
 */
public record SearchTarget(String expression, boolean ignoreUnavailable, boolean allowNoIndices, List<String> routing) {
    public SearchTarget {
        routing = List.copyOf(routing);
    }

    /** Makes the target of all shards of an expression. */
    public static SearchTarget of(String expression) {
        return new SearchTarget(expression, /* ignoreUnavailable= */ false, /* allowNoIndices= */ true, List.of());
    }
}
