package dev.optimist.metrics.contention;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.observe.RequestTrace;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The hot documents of one server: an observer that counts conflicts by document, in memory that does not grow.
 *
 * <p><b>Concurrency</b>: documents are spread over sketches, so that no lock is everybody's. A write that ends well looks
 * at one number, which is zero unless a document with such an id has a place.
 */
public final class Contention implements EngineObserver {
    /** How many documents have a place unless said otherwise. */
    public static final int PLACES = 1024;

    /** The longest window over which recent conflicts are counted. */
    public static final Duration WINDOW_MAX = Duration.ofSeconds(RecentCounts.SECONDS);

    private static final int SKETCHES = 16;
    private static final int MARKS = 8192;
    private static final int WRITER_MAX = 64;
    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();
    private static final Comparator<ContendedDocument> HOTTEST_FIRST = Comparator.comparingLong(
                    ContendedDocument::recentConflicts)
            .thenComparingLong(ContendedDocument::conflicts)
            .reversed()
            .thenComparing(ContendedDocument::index)
            .thenComparing(ContendedDocument::id);

    private final LongSupplier nanoTime;
    private final long startNanos;

    /** How many documents have a place, by the hash of their ids. */
    private final AtomicIntegerArray marks = new AtomicIntegerArray(MARKS);

    private final List<SpaceSaving> sketches;

    private Contention(LongSupplier nanoTime, int placesEach) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.sketches = IntStream.range(0, SKETCHES)
                .mapToObj(i -> new SpaceSaving(
                        placesEach,
                        document -> marks.incrementAndGet(mark(document.id())),
                        document -> marks.decrementAndGet(mark(document.id()))))
                .toList();
    }

    /** Makes an observer that has seen nothing, with places for {@link #PLACES} documents. */
    public static Contention create() {
        return of(System::nanoTime);
    }

    static Contention of(LongSupplier nanoTime) {
        return new Contention(nanoTime, PLACES / SKETCHES);
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 16;
    }

    private static int mark(String id) {
        return spread(id.hashCode()) & MARKS - 1;
    }

    private SpaceSaving sketch(DocumentName document) {
        return sketches.get(spread(document.hashCode()) & SKETCHES - 1);
    }

    private long second() {
        return (nanoTime.getAsLong() - startNanos) / NANOS_PER_SECOND;
    }

    @Override
    public void conflicted(String index, String id, OperationKind kind, Conflict.Cause cause) {
        DocumentName document = new DocumentName(index, id);
        sketch(document).conflict(document, second());
    }

    @Override
    public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos) {
        written(index, id, kind, outcome, nanos, RequestTrace.NONE);
    }

    @Override
    public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos, RequestTrace trace) {
        if (marks.get(mark(id)) != 0) {
            DocumentName document = new DocumentName(index, id);
            sketch(document).success(document, shortened(trace.opaqueId()));
        }
    }

    /** What a client calls itself may be as long as a header; memory is bounded. */
    private static @Nullable String shortened(@Nullable String writer) {
        return writer == null || writer.length() <= WRITER_MAX ? writer : writer.substring(0, WRITER_MAX);
    }

    @Override
    public void indexDeleted(String index) {
        sketches.forEach(sketch -> sketch.forget(document -> document.index().equals(index)));
    }

    /** Forgets everything. */
    public void reset() {
        sketches.forEach(sketch -> sketch.forget(document -> true));
    }

    /** Returns every document that has a place, the one with the most conflicts within the window first. */
    public List<ContendedDocument> documents(Duration window) {
        long second = second();
        return sketches.stream()
                .flatMap(sketch -> sketch.places().stream())
                .map(place -> place.show(second, window.toSeconds()))
                .filter(document -> document.conflicts() > document.overestimate())
                .sorted(HOTTEST_FIRST)
                .toList();
    }
}
