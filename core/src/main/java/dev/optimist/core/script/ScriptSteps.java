package dev.optimist.core.script;

import java.util.Arrays;
import org.opensearch.painless.PainlessError;

/**
 * What is left of one run of a script: each call of a function and each turn of a loop takes a step. The code of scripts
 * calls it, so it is public.
 *
 * <p><b>Concurrency.</b> The steps belong to the thread that runs the script; any thread may stop it.
 */
public final class ScriptSteps {
    /** Five of the longest loops that Painless allows; some tenths of a second where each turn does next to nothing. */
    static final int STEPS_MAX = 5_000_000;

    /** A power of two. */
    private static final int LOOK_EVERY = 1 << 10;

    /** A thread that scripts run on: its field is found faster than a ThreadLocal, of which loops would ask each turn. */
    static class OfScripts extends Thread {
        private ScriptSteps steps = new ScriptSteps();

        OfScripts(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }

    private int left = STEPS_MAX;
    private volatile boolean stopped;

    /** Makes these the steps of the run that begins on this thread. */
    void begin() {
        if (Thread.currentThread() instanceof OfScripts thread) {
            thread.steps = this;
        }
    }

    /** Ends the run at one of its next steps. */
    void stop() {
        stopped = true;
    }

    /** Takes a step; throws a PainlessError, which no script can catch, where there is none left. */
    public static void take() {
        if (Thread.currentThread() instanceof OfScripts thread) {
            thread.steps.one();
        }
    }

    private void one() {
        left--;
        if (left <= 0) {
            throw over("The maximum number of calls and turns of loops that a script may make has been reached: ["
                    + STEPS_MAX + "]");
        }
        if ((left & (LOOK_EVERY - 1)) == 0 && stopped) {
            throw over("The script ran longer than it may");
        }
    }

    /** Makes the error of a script, whose stack begins in the script. */
    private static PainlessError over(String reason) {
        PainlessError error = new PainlessError(reason);
        error.setStackTrace(Arrays.stream(error.getStackTrace())
                .dropWhile(frame -> frame.getClassName().equals(ScriptSteps.class.getName()))
                .toArray(StackTraceElement[]::new));
        return error;
    }
}
