package dev.optimist.http.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of the operating system. */
final class Commands {
    private Commands() {}

    /** Runs a command to its end; an IOException says what it said where it failed. */
    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        end(process, command);
    }

    /**
     * Runs a command that says a byte when it is ready, and then waits for one. Returns {@link System#nanoTime()} of
     * just before it went on.
     */
    static long runOnceReady(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (process.getInputStream().read() < 0) {
            end(process, command);
        }
        long nanos = System.nanoTime();
        process.getOutputStream().write('\n');
        end(process, command);
        return nanos;
    }

    private static void end(Process process, String... command) throws IOException {
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + " failed: " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
