package dev.optimist.core.script;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.function.LongSupplier;

/** A token bucket over compilations: full at first, refilled evenly. */
final class CompilationRate {
    private final int compilationsMax;
    private final long perNanos;
    private final LongSupplier nanoTime;
    private final String limit;
    private double tokens;
    private long refilledAt;

    CompilationRate(ScriptConfiguration configuration, LongSupplier nanoTime) {
        this.compilationsMax = configuration.compilationsMax();
        this.perNanos = configuration.compilationsPer().toNanos();
        this.nanoTime = nanoTime;
        this.limit = compilationsMax + "/" + configuration.compilationsPer().toMinutes() + "m";
        this.tokens = compilationsMax;
        this.refilledAt = nanoTime.getAsLong();
    }

    /** Takes one token; throws circuit_breaking_exception where there is none. */
    synchronized void take() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(compilationsMax, tokens + (double) (now - refilledAt) * compilationsMax / perNanos);
        refilledAt = now;
        if (tokens < 1) {
            throw RequestException.of(
                    ErrorKind.CIRCUIT_BREAKING,
                    "[script] Too many dynamic script compilations within, max: [" + limit
                            + "]; please use indexed, or scripts with parameters instead; this limit can be changed"
                            + " by the [script.max_compilations_rate] setting");
        }
        tokens--;
    }
}
