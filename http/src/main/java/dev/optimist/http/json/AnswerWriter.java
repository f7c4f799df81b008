package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes answers in the format that a request asks for: indented, filtered, as JSON, CBOR, SMILE or YAML. */
public final class AnswerWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private AnswerWriter() {}

    /** The content of an answer: one value, written to a generator. */
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator generator) throws IOException;
    }

    /** Writes an answer. */
    public static byte[] write(Output output, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            content.writeTo(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a JSON value of the JDK's types (maps, lists, strings, numbers, booleans, null). */
    public static byte[] write(Output output, Object value) {
        return write(output, generator -> generator.writePOJO(value));
    }
}
