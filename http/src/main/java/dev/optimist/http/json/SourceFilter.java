package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import dev.optimist.core.document.Source;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;

/**
 * Which part of a {@code _source} an answer shows.
 *
 * @param fetch whether it is shown at all
 * @param includes patterns of paths to show; empty for all
 * @param excludes patterns of paths to leave out
 */
public record SourceFilter(boolean fetch, List<String> includes, List<String> excludes) {
    /** Shows the whole source. */
    public static final SourceFilter ALL = new SourceFilter(true, List.of(), List.of());

    /** Shows no source. */
    public static final SourceFilter NONE = new SourceFilter(false, List.of(), List.of());

    public SourceFilter {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    /** Returns whether the whole source is shown. */
    public boolean whole() {
        return fetch && includes.isEmpty() && excludes.isEmpty();
    }

    /** Writes what is shown of a source as one value: byte for byte where nothing asks for another form. */
    void write(Output output, Source source, JsonGenerator generator) throws IOException {
        if (whole() && output.plain()) {
            generator.writeRawValue(new RawJson(source.bytes()));
            return;
        }
        try (JsonParser parser = filtered(Codecs.STORED.createParser(source.bytes()))) {
            if (parser.nextToken() == null) {
                generator.writeStartObject();
                generator.writeEndObject();
            } else if (output.version().legacy() && !whole()) {
                JsonValues.write(generator, JsonValues.read(parser, HashMap::new)); // 7 filters a map, in its order
            } else {
                Transcoder.copy(parser, generator);
            }
        }
    }

    private JsonParser filtered(JsonParser parser) {
        JsonParser filtered = parser;
        if (!excludes.isEmpty()) {
            filtered = delegate(filtered, PathFilter.excluding(excludes, /* splitNames= */ true));
        }
        if (!includes.isEmpty()) {
            filtered = delegate(filtered, PathFilter.including(includes, /* splitNames= */ true));
        }
        return filtered;
    }

    private static JsonParser delegate(JsonParser parser, PathFilter filter) {
        return new FilteringParserDelegate(
                parser, filter, Inclusion.INCLUDE_ALL_AND_PATH, /* allowMultipleMatches= */ true);
    }
}
