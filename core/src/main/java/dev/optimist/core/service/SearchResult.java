package dev.optimist.core.service;

import dev.optimist.core.search.Hit;
import java.util.List;

/**
 * What a search found.
 *
 * @param shards how many shards were searched
 * @param total how many documents match, exactly
 */
public record SearchResult(int shards, long total, List<Hit> hits) {}
