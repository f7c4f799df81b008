package dev.optimist.metrics.meter;

import static dev.optimist.metrics.meter.MeterTag.CAUSE;
import static dev.optimist.metrics.meter.MeterTag.CLASS;
import static dev.optimist.metrics.meter.MeterTag.ERROR;
import static dev.optimist.metrics.meter.MeterTag.FROM;
import static dev.optimist.metrics.meter.MeterTag.INDEX;
import static dev.optimist.metrics.meter.MeterTag.KIND;
import static dev.optimist.metrics.meter.MeterTag.OUTCOME;
import static dev.optimist.metrics.meter.MeterTag.REASON;
import static dev.optimist.metrics.meter.MeterTag.RESULT;
import static dev.optimist.metrics.meter.MeterTag.STATUS;
import static dev.optimist.metrics.meter.OptimistMeter.Type.COUNTER;
import static dev.optimist.metrics.meter.OptimistMeter.Type.DISTRIBUTION;
import static dev.optimist.metrics.meter.OptimistMeter.Type.GAUGE;
import static dev.optimist.metrics.meter.OptimistMeter.Type.TIMER;
import static dev.optimist.metrics.meter.OptimistMeter.Unit.BYTES;
import static dev.optimist.metrics.meter.OptimistMeter.Unit.NONE;
import static dev.optimist.metrics.meter.OptimistMeter.Unit.SECONDS;

import java.util.List;

/**
 * Every meter of Optimist's own: the only list of their names, types, units, tags, buckets and descriptions. Those of the
 * JVM and of the process come beside them under Micrometer's usual names.
 *
 * <p>Names are Micrometer's, dotted and without the unit; Prometheus reads {@code optimist.commit.duration} as
 * {@code optimist_commit_duration_seconds}.
 */
public enum OptimistMeter {
    OPERATIONS("optimist.operations", COUNTER, NONE, "Operations that ended well", List.of(INDEX, KIND, OUTCOME)),
    OPERATION_DURATION(
            "optimist.operation.duration",
            TIMER,
            SECONDS,
            "Time of an operation from its start until it was durable, or had failed",
            List.of(KIND, OUTCOME),
            Buckets.LATENCY_SECONDS),
    FAILURES(
            "optimist.failures",
            COUNTER,
            NONE,
            "Operations that failed with something else than a version conflict",
            List.of(INDEX, KIND, ERROR)),
    CONFLICTS(
            "optimist.conflicts",
            COUNTER,
            NONE,
            "Conditions that did not hold, each attempt of a retried operation counted",
            List.of(INDEX, KIND, CAUSE, CLASS)),
    UPDATE_ATTEMPTS(
            "optimist.update.attempts",
            COUNTER,
            NONE,
            "Attempts of updates to write what they computed; beside their successes it tells what contention costs",
            List.of(INDEX)),
    RETRIES("optimist.retries", COUNTER, NONE, "Attempts of updates after their first", List.of(INDEX)),
    RETRY_DELAY(
            "optimist.retry.delay",
            TIMER,
            SECONDS,
            "Pause before an update tries again",
            List.of(),
            Buckets.LATENCY_SECONDS),
    RETRIES_EXHAUSTED(
            "optimist.retries.exhausted",
            COUNTER,
            NONE,
            "Updates that conflicted after all their retries",
            List.of(INDEX)),
    COMPARE_AND_SET_ATTEMPTS(
            "optimist.compare.and.set.attempts",
            DISTRIBUTION,
            NONE,
            "Attempts that a write needed until it won its document",
            List.of(),
            Buckets.ATTEMPTS),
    BULK_ITEMS(
            "optimist.bulk.items",
            COUNTER,
            NONE,
            "Items of bulk requests that were answered, by the HTTP status of the item",
            List.of(STATUS)),
    COMMIT_OPERATIONS(
            "optimist.commit.operations",
            DISTRIBUTION,
            NONE,
            "Operations acknowledged by one durable batch",
            List.of(),
            Buckets.BATCH),
    COMMIT_PUTS(
            "optimist.commit.puts",
            DISTRIBUTION,
            NONE,
            "Documents written by one durable batch",
            List.of(),
            Buckets.BATCH),
    COMMIT_SIZE(
            "optimist.commit.size",
            DISTRIBUTION,
            BYTES,
            "Bytes written by one durable batch",
            List.of(),
            Buckets.BATCH_BYTES),
    COMMIT_DURATION(
            "optimist.commit.duration",
            TIMER,
            SECONDS,
            "Time to write one batch and to make it durable",
            List.of(),
            Buckets.LATENCY_SECONDS),
    OPERATIONS_PENDING("optimist.operations.pending", GAUGE, NONE, "Operations that are not durable yet", List.of()),
    REGISTERS_LOADED("optimist.registers.loaded", COUNTER, NONE, "Documents read from the store", List.of(FROM)),
    REGISTERS_SEALED("optimist.registers.sealed", COUNTER, NONE, "Documents that left memory", List.of()),
    REGISTERS_RESIDENT("optimist.registers.resident", GAUGE, NONE, "Documents in memory", List.of()),
    REGISTERS_RESIDENT_SIZE(
            "optimist.registers.resident.size", GAUGE, BYTES, "Memory that documents occupy", List.of()),
    STORE_ROUND_TRIPS(
            "optimist.store.round.trips",
            COUNTER,
            NONE,
            "Waits for a database of a shared store: statements that travelled together count once",
            List.of()),
    STORE_OVERTAKEN(
            "optimist.store.overtaken",
            COUNTER,
            NONE,
            "Puts that another node came before, whose operations were decided anew",
            List.of()),
    STORE_CONNECTIONS_ACTIVE(
            "optimist.store.connections.active", GAUGE, NONE, "Connections to databases that are in use", List.of()),
    STORE_CONNECTIONS_IDLE(
            "optimist.store.connections.idle", GAUGE, NONE, "Connections to databases that are not in use", List.of()),
    STORE_CONNECTIONS_AWAITED(
            "optimist.store.connections.awaited", GAUGE, NONE, "Waits for a connection to a database", List.of()),
    STORE_SIZE("optimist.store.size", GAUGE, BYTES, "Disk space that the store occupies", List.of()),
    STORE_FAILED(
            "optimist.store.failed",
            GAUGE,
            NONE,
            "1 once the store has failed and acknowledges nothing any more, else 0",
            List.of()),
    SCRIPT_CACHE(
            "optimist.script.cache",
            COUNTER,
            NONE,
            "Scripts that were looked for among the compiled ones",
            List.of(RESULT)),
    SCRIPT_COMPILATION(
            "optimist.script.compilation",
            TIMER,
            SECONDS,
            "Time to compile a script",
            List.of(),
            Buckets.LATENCY_SECONDS),
    SCRIPT_DURATION(
            "optimist.script.duration",
            TIMER,
            SECONDS,
            "Time that a script ran for",
            List.of(),
            Buckets.LATENCY_SECONDS),
    EVENT_LOOP_DELAY(
            "optimist.http.event.loop.delay",
            TIMER,
            SECONDS,
            "Time that a task waits for its event loop, asked of each loop twice a second",
            List.of(),
            Buckets.LATENCY_SECONDS),
    CONNECTIONS_OPEN("optimist.http.connections.open", GAUGE, NONE, "HTTP connections that are open", List.of()),
    CONNECTIONS_ACTIVE(
            "optimist.http.connections.active", GAUGE, NONE, "HTTP connections that serve a request", List.of()),
    CONNECTIONS_ACCEPTED(
            "optimist.http.connections.accepted", COUNTER, NONE, "HTTP connections that were opened", List.of()),
    REJECTIONS(
            "optimist.rejections",
            COUNTER,
            NONE,
            "Connections and requests that were turned away since there was too much to do",
            List.of(REASON)),
    REQUESTS_IN_FLIGHT("optimist.requests.in.flight", GAUGE, NONE, "Requests that are not answered yet", List.of()),
    IN_FLIGHT_SIZE(
            "optimist.in.flight.size",
            GAUGE,
            BYTES,
            "Memory of requests that are not answered yet, and of answers that are not read yet",
            List.of()),
    HTTP_RECEIVED("optimist.http.received", COUNTER, BYTES, "Bytes received over HTTP", List.of()),
    HTTP_SENT("optimist.http.sent", COUNTER, BYTES, "Bytes sent over HTTP", List.of());

    /** What a meter records. */
    public enum Type {
        /** Only grows. */
        COUNTER,
        /** A value of the moment, asked for when it is scraped. */
        GAUGE,
        /** Durations: count, sum, greatest and, where there are buckets, a histogram that can be aggregated. */
        TIMER,
        /** Sizes: as a timer, of something else than time. */
        DISTRIBUTION
    }

    /** The base unit of a meter; Prometheus appends it to the name. */
    public enum Unit {
        NONE,
        SECONDS,
        BYTES
    }

    private final String meterName;
    private final Type type;
    private final Unit unit;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<MeterTag> tags;

    @SuppressWarnings("ImmutableEnumChecker") // handed out as copies
    private final double[] buckets;

    OptimistMeter(String meterName, Type type, Unit unit, String help, List<MeterTag> tags, double... buckets) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.help = help;
        this.tags = tags;
        this.buckets = buckets;
    }

    public String meterName() {
        return meterName;
    }

    public Type type() {
        return type;
    }

    public Unit unit() {
        return unit;
    }

    public String help() {
        return help;
    }

    public List<MeterTag> tags() {
        return tags;
    }

    /** Returns the upper bounds of the histogram's buckets in the base unit, ascending; empty for no histogram. */
    public double[] buckets() {
        return buckets.clone();
    }

    /** The bounds that meters share: about three a decade, so that a quantile read from them is off by half at most. */
    private static final class Buckets {
        private static final double[] LATENCY_SECONDS = {
            0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10
        };
        private static final double[] ATTEMPTS = {1, 2, 3, 5, 10, 20, 50, 100};
        private static final double[] BATCH = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000};
        private static final double[] BATCH_BYTES = {
            1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
        };
    }
}
