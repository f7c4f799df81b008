package dev.optimist.http.api;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all spools share: the folder of their files, and the memory that they may take together before they need them.
 *
 * @see Spool
 */
final class Spools {
    private final SpoolLimits limits;
    private final AtomicLong memoryBytes = new AtomicLong();

    Spools(SpoolLimits limits) {
        this.limits = limits;
    }

    Path folder() {
        return limits.folder();
    }

    int memoryBytesEach() {
        return limits.memoryBytesEach();
    }

    /** Takes memory; false where there is none left. */
    boolean reserve(long bytes) {
        if (memoryBytes.addAndGet(bytes) <= limits.memoryBytesMax()) {
            return true;
        }
        memoryBytes.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        memoryBytes.addAndGet(-bytes);
    }
}
