package dev.optimist.http.json;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteResult;
import java.util.concurrent.TimeUnit;
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

/** What it costs to render an answer, by the length of the document: as it is, and filtered or pretty. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DocumentAnswerBenchmark {
    private static final Output PLAIN =
            new Output(ContentType.JSON, "", /* pretty= */ false, false, false, FilterPath.ALL, ApiVersion.V8);
    private static final Output PRETTY =
            new Output(ContentType.JSON, "", /* pretty= */ true, false, false, FilterPath.ALL, ApiVersion.V8);

    @Param({"60", "1000"})
    public int bytes;

    private GetResult got = new GetResult("pages", "1", document(""));
    private WriteResult written = written(document(""));

    private static Document document(String padding) {
        return new Document(
                42,
                123_456,
                1,
                null,
                Source.of("{\"page\":\"/page/12345\",\"views\":10,\"title\":\"A page" + padding + "\"}"));
    }

    private static WriteResult written(Document document) {
        return new WriteResult("pages", "1", null, Outcome.UPDATED, 42, 123_456, 1, 2, 1, document);
    }

    @Setup
    public void fill() {
        Document document = document(" ".repeat(bytes - 50));
        got = new GetResult("pages", "1", document);
        written = written(document);
    }

    @Benchmark
    public byte[] get() {
        return DocumentAnswer.get(PLAIN, got, "_doc", SourceFilter.ALL);
    }

    @Benchmark
    public byte[] getPretty() {
        return DocumentAnswer.get(PRETTY, got, "_doc", SourceFilter.ALL);
    }

    @Benchmark
    public byte[] write() {
        return DocumentAnswer.write(PLAIN, written, "_doc", /* forcedRefresh= */ false, SourceFilter.NONE);
    }
}
