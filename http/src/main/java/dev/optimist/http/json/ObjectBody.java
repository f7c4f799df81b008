package dev.optimist.http.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.io.IOException;
import java.util.Map;

/** Reads a body that is one JSON object, as values of the JDK's types. */
public final class ObjectBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectBody() {}

    /** Reads a body; throws a RequestException where there is none, or where it is no object. */
    @SuppressWarnings("unchecked") // a JSON object's names are strings
    public static Map<String, Object> parse(byte[] body, ContentType type) {
        if (body.length == 0) {
            throw RequestException.of(ErrorKind.PARSE, "request body is required");
        }
        try {
            return JSON.readValue(body, Map.class);
        } catch (IOException e) {
            throw RequestException.of(ErrorKind.PARSE, "Failed to parse content to map");
        }
    }
}
