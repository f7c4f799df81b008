package dev.optimist.core.service;

import dev.optimist.core.search.Query;
import dev.optimist.core.search.Sort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Find documents.
 *
 * @param searchAfter the sort values behind which the hits begin, or null
 * @param from how many of the first hits are left out
 * @param size how many hits are wanted after those
 */
public record SearchCommand(
        SearchTarget target,
        Query query,
        Sort sort,
        @Nullable List<@Nullable Object> searchAfter,
        int from,
        int size) {}
