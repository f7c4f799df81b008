package dev.optimist.core.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.optimist.core.document.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * One field at the top of a document.
 *
 * @param value a JSON value of the JDK's types
 * @param line of the value's end, from 1
 * @param column of the value's end, from 1
 */
public record SourceField(Object value, int line, int column) {
    /** Reads a field of an object that was validated before; empty where it is missing or null. */
    public static Optional<SourceField> read(Source source, String name) {
        try (JsonParser parser = JsonMaps.parser(source.bytes())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(name);
                if (parser.nextToken() != JsonToken.VALUE_NULL && wanted) {
                    return Optional.of(here(parser));
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("not a JSON object", e);
        }
    }

    private static SourceField here(JsonParser parser) throws IOException {
        Object value = parser.readValueAs(Object.class);
        JsonLocation end = parser.currentTokenLocation();
        return new SourceField(value, end.getLineNr(), end.getColumnNr());
    }
}
