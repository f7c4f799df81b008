package dev.optimist.http.history;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Prefixes of a command that let system calls of it go wrong, made of strace. */
final class SystemCalls {
    private SystemCalls() {}

    /** Skips the test, aloud, where calls cannot be tampered with. */
    static void requireTracer() {
        boolean traces;
        try {
            Commands.run(traced("/dev/null", "getpid", "getpid:retval=1", "true"));
            traces = true;
        } catch (IOException e) {
            traces = false;
        }
        assumeTrue(traces, "skipped: no strace here, or it may not trace");
    }

    /** Lets calls succeed without being made. */
    static String[] succeedWithoutDoing(String calls) {
        return traced("/dev/null", calls, calls + ":retval=0");
    }

    /** Lets the nth call of each thread fail with EIO, and notes it in a file. */
    static String[] fail(String call, int nth, Path notes) {
        return traced(notes.toString(), call, call + ":error=EIO:when=" + nth);
    }

    /** Kills the process at the nth call of a thread. */
    static String[] kill(String call, int nth, Path notes) {
        // Without --seccomp-bpf, under which strace 6.1 sends no signal.
        return new String[] {
            "strace",
            "-D",
            "-f",
            "-qq",
            "-o",
            notes.toString(),
            "-e",
            "trace=" + call,
            "-e",
            "inject=" + call + ":signal=SIGKILL:when=" + nth
        };
    }

    /** The traced process is the child itself (-D), so that its exit code and its end are its own. */
    private static String[] traced(String notes, String calls, String injection, String... command) {
        String[] prefix = {
            "strace",
            "-D",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-o",
            notes,
            "-e",
            "trace=" + calls,
            "-e",
            "inject=" + injection
        };
        String[] all = Arrays.copyOf(prefix, prefix.length + command.length);
        System.arraycopy(command, 0, all, prefix.length, command.length);
        return all;
    }
}
