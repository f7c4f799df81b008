package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body that creates an index.
 *
 * @param settings flat names without {@code index.}, every value as a string or a list of strings
 * @param mappings as they came
 * @param aliases by name, as they came
 */
public record IndexBody(Map<String, Object> settings, Map<String, Object> mappings, Map<String, Object> aliases) {
    /** What a request without a body means. */
    public static final IndexBody EMPTY = new IndexBody(Map.of(), Map.of(), Map.of());

    private static final String LEGACY_SOURCE = "org.elasticsearch.common.io.stream.ByteBufferStreamInput";

    /** Reads a body; throws a RequestException with the text of Elasticsearch 8 where it is not one. */
    public static IndexBody parse(byte[] body, ContentType type) {
        return parse(body, type, ApiVersion.V8);
    }

    /** Reads a body; throws a RequestException with Elasticsearch's text where it is not one. */
    public static IndexBody parse(byte[] body, ContentType type, ApiVersion version) {
        return of(parseObject(body, type, version));
    }

    /** Makes a body of an object that has been read already. */
    public static IndexBody of(Map<String, @Nullable Object> object) {
        IndexBody result = new IndexBody(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        object.forEach(result::put);
        return result;
    }

    /** Reads any body that is an object, such as the settings or a mapping alone; whatever else it is counts as empty. */
    public static Map<String, @Nullable Object> parseObject(byte[] body, ContentType type, ApiVersion version) {
        boolean json = type == ContentType.JSON || type == ContentType.NDJSON;
        JsonFactory codec = !json ? Codecs.of(type) : version.legacy() ? Codecs.SILENT : Codecs.QUOTING;
        try (JsonParser parser = codec.createParser(body)) {
            return readObject(parser, version);
        } catch (IOException e) {
            throw RequestException.of(ErrorKind.PARSE, "Failed to parse content to map");
        }
    }

    /** Returns settings as flat names without {@code index.}, their values as strings or lists of strings. */
    public static Map<String, Object> flatten(Map<String, ?> settings) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", settings, flat);
        return flat;
    }

    private static Map<String, @Nullable Object> readObject(JsonParser parser, ApiVersion version) {
        try {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return JsonValues.readObject(parser, LinkedHashMap::new);
            }
        } catch (IOException e) {
            RequestException failure = ParseFailure.of(e, parser, version, LEGACY_SOURCE);
            throw version.legacy()
                    ? RequestException.of(ErrorKind.PARSE, "Failed to parse content to map")
                            .causedBy(failure)
                    : failure;
        }
        if (version.legacy()) {
            throw RequestException.of(
                    ErrorKind.NOT_X_CONTENT,
                    "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes");
        }
        return Map.of();
    }

    private void put(String name, @Nullable Object value) {
        switch (name) {
            case "settings" -> settings.putAll(flatten(object(name, value)));
            case "mappings" -> mappings.putAll(object(name, value));
            case "aliases" -> aliases.putAll(object(name, value));
            default -> throw RequestException.of(ErrorKind.PARSE, "unknown key [" + name + "] for create index");
        }
    }

    @SuppressWarnings("unchecked") // the names of a JSON object are strings
    private static Map<String, Object> object(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw RequestException.of(ErrorKind.PARSE, "key [" + name + "] must be an object");
    }

    private static void flatten(String prefix, Map<?, ?> settings, Map<String, Object> flat) {
        settings.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> inner) {
                flatten(name + ".", inner, flat);
            } else if (value instanceof List<?> values) {
                flat.put(bare(name), texts(values));
            } else if (value != null) {
                flat.put(bare(name), String.valueOf(value));
            }
        });
    }

    private static String bare(String name) {
        return name.startsWith("index.") ? name.substring("index.".length()) : name;
    }

    private static List<String> texts(List<?> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(String.valueOf(value)));
        return List.copyOf(texts);
    }
}
