package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code _source} of a body: a truth value, a pattern, a list of patterns, or includes and excludes. */
final class SourceFilterReader {
    private SourceFilterReader() {}

    /** Reads the value that the parser stands on. */
    static SourceFilter read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> SourceFilter.ALL;
            case VALUE_FALSE -> SourceFilter.NONE;
            case VALUE_STRING -> new SourceFilter(true, List.of(parser.getText()), List.of());
            case START_ARRAY -> new SourceFilter(true, patterns(parser), List.of());
            case START_OBJECT -> object(parser);
            default ->
                throw unexpected(
                        parser,
                        "Expected one of [VALUE_BOOLEAN, VALUE_STRING, START_ARRAY, START_OBJECT]" + " but found ["
                                + TokenNames.of(parser.currentToken()) + "]");
        };
    }

    private static SourceFilter object(JsonParser parser) throws IOException {
        List<String> includes = List.of();
        List<String> excludes = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value != JsonToken.START_ARRAY && value != JsonToken.VALUE_STRING) {
                throw unexpected(parser, "Unknown key for a " + TokenNames.of(value) + " in [" + name + "].");
            }
            List<String> patterns = value == JsonToken.START_ARRAY ? patterns(parser) : List.of(parser.getText());
            switch (name) {
                case "includes", "include" -> includes = patterns;
                case "excludes", "exclude" -> excludes = patterns;
                default ->
                    throw unexpected(parser, "Unknown key for a " + TokenNames.of(value) + " in [" + name + "].");
            }
        }
        return new SourceFilter(true, includes, excludes);
    }

    private static List<String> patterns(JsonParser parser) throws IOException {
        List<String> patterns = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw unexpected(
                        parser, "Unknown key for a " + TokenNames.of(parser.currentToken()) + " in [_source].");
            }
            patterns.add(parser.getText());
        }
        return patterns;
    }

    private static RequestException unexpected(JsonParser parser, String reason) {
        var at = parser.currentTokenLocation();
        return RequestException.of(ErrorKind.PARSING, reason)
                .with("line", at.getLineNr())
                .with("col", at.getColumnNr());
    }
}
