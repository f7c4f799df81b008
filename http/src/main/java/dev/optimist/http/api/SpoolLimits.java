package dev.optimist.http.api;

import java.nio.file.Path;

/**
 * How long requests and answers are kept until they are whole.
 *
 * @param folder where those are kept that are too long for memory; made where it is missing
 * @param memoryBytesEach how much of one request, or answer, is kept in memory
 * @param memoryBytesMax how much of all of them together is
 */
public record SpoolLimits(Path folder, int memoryBytesEach, long memoryBytesMax) {
    public SpoolLimits {
        if (memoryBytesEach < 0 || memoryBytesMax < 0) {
            throw new IllegalArgumentException("memory must not be negative");
        }
    }
}
