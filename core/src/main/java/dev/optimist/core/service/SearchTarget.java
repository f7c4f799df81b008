package dev.optimist.core.service;

import java.util.List;

/**
 * Which shards a search is over.
 *
 * @param expression names, aliases, lists and wildcards of indices, as {@link IndexAdministration#resolve} reads them; an
 *     alias's filter applies
 * @param options how the expression is understood
 * @param routing the custom routings whose shards are searched; empty for all shards
 */
public record SearchTarget(String expression, IndexOptions options, List<String> routing) {
    public SearchTarget {
        routing = List.copyOf(routing);
    }

    /** Makes the target of all shards of an expression. */
    public static SearchTarget of(String expression) {
        return new SearchTarget(expression, IndexOptions.OPEN_ONLY, List.of());
    }
}
