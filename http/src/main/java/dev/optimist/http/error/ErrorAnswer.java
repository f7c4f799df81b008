package dev.optimist.http.error;

import dev.optimist.core.error.DocumentException;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A failure as it goes over the wire.
 *
 * @param contentType the body's {@code content-type}
 * @param headers further headers, such as {@code Allow}
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not copied; never compared
public record ErrorAnswer(int status, byte[] body, String contentType, Map<String, String> headers) {
    /** Renders what an endpoint failed with; what is not a DocumentException is a 500 with a fixed text and an id. */
    public static ErrorAnswer of(Throwable failure, Output output) {
        int status = failure instanceof DocumentException known ? known.kind().status() : 500;
        return plain(status, String.valueOf(failure.getMessage()), output, Map.of());
    }

    /** Renders the answer to a path without an endpoint. */
    public static ErrorAnswer noHandler(String method, String uri, Output output) {
        return plain(400, "no handler found for uri [" + uri + "] and method [" + method + "]", output, Map.of());
    }

    /** Renders the answer to a method that a path does not have. */
    public static ErrorAnswer wrongMethod(String method, String uri, List<HttpMethod> allowed, Output output) {
        return plain(
                405,
                "Incorrect HTTP method for uri [" + uri + "] and method [" + method + "], allowed: " + allowed,
                output,
                Map.of());
    }

    /** Renders the answer to a method that does not exist. */
    public static ErrorAnswer unexpectedMethod(String method, List<HttpMethod> allowed, Output output) {
        return plain(405, "Unexpected http method: " + method + ", allowed: " + allowed, output, Map.of());
    }

    private static ErrorAnswer plain(int status, String text, Output output, Map<String, String> headers) {
        return new ErrorAnswer(status, text.getBytes(StandardCharsets.UTF_8), output.mediaType(), headers);
    }
}
