package dev.optimist.load.growth;

import java.util.Arrays;

/** How many bytes a second one thread of this JVM copies from memory to memory. */
final class CopyRate {
    private static final int BYTES = 64 << 20;
    private static final int ROUNDS = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private CopyRate() {}

    /** Returns the best of some rounds: what the memory can do. */
    static double bytesPerSecond() {
        byte[] from = new byte[BYTES];
        byte[] to = new byte[BYTES];
        Arrays.fill(from, (byte) 1);
        long bestNanos = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            System.arraycopy(from, 0, to, 0, BYTES);
            bestNanos = Math.min(bestNanos, System.nanoTime() - start);
        }
        return BYTES / (bestNanos / NANOS_PER_SECOND);
    }
}
