package dev.optimist.core.service;

import dev.optimist.core.error.ShardException;
import java.util.List;

/**
 * What a write by query has done.
 *
 * @param total how many documents were taken: the sum of the following four
 * @param noops how many a script left alone, or did not match any more when they were read again after a conflict
 * @param versionConflicts how many had changed after the last retry
 * @param batches how many times {@code scrollSize} documents were taken
 * @param retries how many times a document was read again after a conflict
 * @param failures the conflicts, the first {@value #FAILURES_MAX} of them
 * @param aborted whether a conflict has ended the request before its time
 */
public record ByQueryResult(
        long total,
        long updated,
        long deleted,
        long noops,
        long versionConflicts,
        long batches,
        long retries,
        List<Failure> failures,
        boolean aborted) {
    /** How many conflicts are named; {@code versionConflicts} counts all. */
    public static final int FAILURES_MAX = 1_000;

    /** A document that was not written. */
    public record Failure(String index, String id, ShardException cause) {}
}
