package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes answers in the format that a request asks for: indented, filtered, as JSON, CBOR, SMILE or YAML. */
public final class AnswerWriter {
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);

    private AnswerWriter() {}

    /** The content of an answer: one value, written to a generator. */
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator generator) throws IOException;
    }

    /** Writes an answer. */
    public static byte[] write(Output output, Content content) {
        return write(output, output.filterPath(), content);
    }

    /** Writes a JSON value to which {@code filter_path} does not apply: an error. */
    public static byte[] writeUnfiltered(Output output, Object value) {
        return write(output, FilterPath.ALL, generator -> JsonValues.write(generator, value));
    }

    /** Writes compact JSON in the format that the request asks for; {@code filter_path} does not apply to it. */
    public static byte[] rewriteUnfiltered(Output output, byte[] json) {
        return write(output, FilterPath.ALL, generator -> {
            try (JsonParser parser = Codecs.STORED.createParser(json)) {
                parser.nextToken();
                Transcoder.copy(parser, generator);
            }
        });
    }

    /** Writes a JSON value of the JDK's types (maps, lists, strings, numbers, booleans, null). */
    public static byte[] write(Output output, Object value) {
        return write(output, generator -> JsonValues.write(generator, value));
    }

    private static byte[] write(Output output, FilterPath filter, Content content) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator generator = open(output, filter, bytes)) {
                content.writeTo(generator);
            }
            if (output.indented()) {
                bytes.append('\n');
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a generator that writes in the format that the request asks for. */
    static JsonGenerator open(Output output, OutputStream bytes) throws IOException {
        return open(output, output.filterPath(), bytes);
    }

    private static JsonGenerator open(Output output, FilterPath filter, OutputStream bytes) throws IOException {
        JsonGenerator target = Codecs.of(output.type()).createGenerator(bytes);
        if (output.indented()) {
            target.setPrettyPrinter(printer());
        }
        return filter.all() ? target : new RootedGenerator(filter.filter(target), target);
    }

    private static PrettyPrinter printer() {
        return PRETTY.createInstance();
    }
}
