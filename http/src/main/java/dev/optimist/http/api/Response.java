package dev.optimist.http.api;

import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.json.Output;
import java.util.Map;

/**
 * An answer before it goes to the socket.
 *
 * @param body shared, not copied
 * @param contentType the body's {@code content-type}
 * @param headers further headers, such as {@code Location}, {@code Allow} and {@code Warning}
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not copied; never compared
public record Response(int status, byte[] body, String contentType, Map<String, String> headers) {
    /** Makes an answer in the format that the request asked for. */
    public static Response of(int status, byte[] body, Output output) {
        return new Response(status, body, output.mediaType(), Map.of());
    }

    /** Makes the answer of a failure. */
    public static Response of(ErrorAnswer error) {
        return new Response(error.status(), error.body(), error.contentType(), error.headers());
    }

    /** Returns the same answer with one more header. */
    public Response with(String name, String value) {
        if (headers.isEmpty()) {
            return new Response(status, body, contentType, Map.of(name, value));
        }
        Map<String, String> more = new java.util.LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, body, contentType, Map.copyOf(more));
    }
}
