package dev.optimist.core.store;

import java.util.List;

/**
 * What became of one {@link ShardCommit}.
 *
 * @param firstSeqNo the number of the first operation that was not overtaken
 * @param puts one outcome for each put, in order
 */
public record ShardOutcome(long firstSeqNo, List<PutOutcome> puts) {}
