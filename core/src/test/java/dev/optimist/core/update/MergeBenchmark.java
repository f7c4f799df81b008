package dev.optimist.core.update;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.Source;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a partial document costs: parse, merge, write; by the number of the document's fields, 20 bytes each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MergeBenchmark {
    private static final DocumentUpdate UPDATE = doc("{\"field-0000\":-1}");
    private static final DocumentUpdate NOOP = doc("{\"field-0000\":1000000}");

    @Param({"5", "50", "500"})
    public int fields;

    private Document document = new Document(1, 0, 1, null, Source.of("{}"));

    private static DocumentUpdate doc(String json) {
        return new DocumentUpdate(null, Source.of(json), null, /* docAsUpsert= */ false, /* detectNoop= */ true);
    }

    @Setup
    public void fill() {
        String json = IntStream.range(0, fields)
                .mapToObj(field -> "\"field-%04d\":%d".formatted(field, 1_000_000 + field))
                .collect(Collectors.joining(",", "{", "}"));
        document = new Document(1, 0, 1, null, Source.of(json));
    }

    @Benchmark
    public Plan change() {
        return UPDATE.plan(document);
    }

    @Benchmark
    public Plan noop() {
        return NOOP.plan(document);
    }
}
