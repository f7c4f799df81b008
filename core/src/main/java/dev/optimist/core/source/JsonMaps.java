package dev.optimist.core.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.optimist.core.document.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns JSON objects into maps and back, in the order of their keys.
 *
 * <p>Integers become Integer, Long or BigInteger, other numbers Double, as Elasticsearch's own maps hold them: a number
 * with more digits than a double has loses them when it is written back.
 */
public final class JsonMaps {
    /** As deep as a document may be: in versions of the API before 8, deeper than in later ones. */
    public static final int DEPTH_MAX = 1_500;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);
    private static final ObjectReader READER =
            MAPPER.readerFor(MAPPER.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
    private static final ObjectWriter WRITER = MAPPER.writer();

    private JsonMaps() {}

    /** Reads an object that was validated before; a new map that the caller may change, and so are the maps in it. */
    public static Map<String, Object> read(Source source) {
        return read(source.bytes());
    }

    /** Reads one JSON object; {@link UncheckedIOException} where the bytes are none. */
    public static Map<String, Object> read(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("not a JSON object", e);
        }
    }

    /** Reads what {@link #write} made of a record; {@link UncheckedIOException} where the bytes are none. */
    public static <T extends Record> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException("not a " + type.getSimpleName(), e);
        }
    }

    /** Reads token by token, or values as maps, lists and scalars. */
    static JsonParser parser(byte[] json) throws IOException {
        return MAPPER.createParser(json);
    }

    /** Writes a record, maps, lists and scalars as compact JSON. */
    public static byte[] write(Object object) {
        try {
            return WRITER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON", e);
        }
    }
}
