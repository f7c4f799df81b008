package dev.optimist.core.history;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of versions or sequence numbers that something must have written, though no acknowledgement says what.
 *
 * @param first its first number
 * @param count how many numbers it has
 * @param possibleFromNanos nothing in it can have happened to the end before this moment
 * @param certainByNanos all of it had been invoked by this moment
 * @param before an operation that tells of what precedes it
 * @param after an operation that tells of it, or of what follows it
 */
record Vacancy(
        long first,
        long count,
        long possibleFromNanos,
        long certainByNanos,
        @Nullable Operation before,
        Operation after) {}
