package dev.optimist.http.api;

import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.json.Output;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * An answer before it goes to the socket.
 *
 * @param body shared, not copied
 * @param contentType the body's {@code content-type}
 * @param headers further headers, such as {@code Location}, {@code Allow} and {@code Warning}
 * @param stream the body in place of {@code body}, where it is too long to be held as a whole
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not copied; never compared
public record Response(
        int status,
        byte[] body,
        String contentType,
        Map<String, String> headers,
        @Nullable Flux<byte[]> stream) {
    private static final byte[] EMPTY = new byte[0];

    /** Makes an answer whose body is there. */
    public Response(int status, byte[] body, String contentType, Map<String, String> headers) {
        this(status, body, contentType, headers, null);
    }

    /** Makes an answer whose body is made as it is sent; cold, to be subscribed to once. */
    public static Response streamed(int status, Flux<byte[]> stream, Output output) {
        return new Response(status, EMPTY, output.mediaType(), Map.of(), stream);
    }

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
            return new Response(status, body, contentType, Map.of(name, value), stream);
        }
        Map<String, String> more = new java.util.LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, body, contentType, Map.copyOf(more), stream);
    }
}
