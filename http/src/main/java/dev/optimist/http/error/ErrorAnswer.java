package dev.optimist.http.error;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.ShardException;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.EntityTag;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * A failure as it goes over the wire.
 *
 * @param contentType the body's {@code content-type}
 * @param headers further headers, such as {@code Allow}
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not copied; never compared
public record ErrorAnswer(int status, byte[] body, String contentType, Map<String, String> headers) {
    private static final int TOO_MANY_REQUESTS = 429;

    /** In seconds: the shortest that the header can say. */
    private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "1");

    /** In seconds: within it, whoever guessed too often is listened to once more. */
    private static final Map<String, String> RETRY_GUESSING = Map.of("Retry-After", "6");

    /** Renders what an endpoint failed with; what is not a DocumentException is a 500 with a fixed text and an id. */
    public static ErrorAnswer of(Throwable failure, Output output) {
        return failure instanceof DocumentException known ? known(known, output) : unknown(newId(), output);
    }

    private static ErrorAnswer known(DocumentException failure, Output output) {
        int status = failure.kind().status();
        if (failure instanceof ShardException conflict && output.plain() && !output.errorTrace()) {
            return new ErrorAnswer(
                    status, ErrorBody.compact(conflict, output.version()), output.mediaType(), tag(conflict));
        }
        return answer(status, new ErrorBody(output).render(failure), output, tag(failure));
    }

    /**
     * Renders what a write failed with; a conflict shows what the document is now: revision, version and source of the
     * one durable state that the condition was held against.
     */
    public static ErrorAnswer withCurrent(ShardException failure, Output output) {
        return failure.conflict()
                .map(conflict -> ErrorBody.compact(failure, conflict, output.version()))
                .map(json -> output.plain() ? json : AnswerWriter.rewriteUnfiltered(output, json))
                .map(body -> new ErrorAnswer(failure.kind().status(), body, output.mediaType(), tag(failure)))
                .orElseGet(() -> known(failure, output));
    }

    /** As {@link #item}; a conflict shows what the document is now. */
    public static byte[] itemWithCurrent(DocumentException failure, Output output) {
        return failure instanceof ShardException shard
                ? shard.conflict()
                        .map(conflict -> ErrorBody.item(shard, conflict, output.version()))
                        .orElseGet(() -> item(failure, output))
                : item(failure, output);
    }

    /** A 412 names the document that is there, so that its client need not ask. */
    private static Map<String, String> tag(DocumentException failure) {
        if (failure.kind().status() == TOO_MANY_REQUESTS) {
            return failure.kind() == ErrorKind.TOO_MANY_ATTEMPTS ? RETRY_GUESSING : RETRY_SOON;
        }
        return failure instanceof ShardException shard && failure.kind() == ErrorKind.PRECONDITION_FAILED
                ? shard.conflict()
                        .map(Conflict::current)
                        .filter(DocumentState::live)
                        .map(current -> Map.of("ETag", EntityTag.of(current.seqNo(), current.primaryTerm())))
                        .orElse(Map.of())
                : Map.of();
    }

    /** Renders a failure as it stands within an answer that is none: what went wrong, without {@code root_cause}. */
    public static Map<String, Object> cause(DocumentException failure, Output output) {
        return new ErrorBody(output).item(failure);
    }

    /**
     * Renders a failure that nobody foresaw.
     *
     * @param id what the log names the failure by
     */
    public static ErrorAnswer unknown(String id, Output output) {
        return answer(500, ErrorBody.unknown(id), output, Map.of());
    }

    /** Makes an id that an answer and the log share; reads no file, as secure randomness would. */
    public static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Renders a failure as it stands in an item of a bulk answer: compact JSON, without root_cause and status. */
    public static byte[] item(DocumentException failure, Output output) {
        return new ErrorBody(output).itemBytes(failure);
    }

    /** Renders a failure as it stands in a document of an {@code _mget}: compact JSON, without status. */
    public static byte[] embedded(DocumentException failure, Output output) {
        return new ErrorBody(output).embeddedBytes(failure);
    }

    /** Renders the answer to a path without an endpoint. */
    public static ErrorAnswer noHandler(String method, String uri, Output output) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("error", "no handler found for uri [" + uri + "] and method [" + method + "]");
        return answer(400, content, output, Map.of());
    }

    /** Renders the answer to a method that a path does not have. */
    public static ErrorAnswer wrongMethod(String method, String uri, List<HttpMethod> allowed, Output output) {
        return refused("Incorrect HTTP method for uri [" + uri + "] and method [" + method + "]", allowed, output);
    }

    /** Renders the answer to a method that does not exist. */
    public static ErrorAnswer unexpectedMethod(String method, List<HttpMethod> allowed, Output output) {
        return refused("Unexpected http method: " + method, allowed, output);
    }

    /** Renders the answer to a body of a format that cannot be read. */
    public static ErrorAnswer unsupportedContentType(String header, Output output) {
        return simple(406, "Content-Type header [" + header + "] is not supported", output, Map.of());
    }

    private static ErrorAnswer refused(String text, List<HttpMethod> allowed, Output output) {
        return allowed.isEmpty()
                ? simple(405, text, output, Map.of())
                : simple(405, text + ", allowed: " + allowed, output, Map.of("Allow", allow(allowed)));
    }

    /** Returns the value of an {@code Allow} header. */
    public static String allow(List<HttpMethod> allowed) {
        return allowed.stream().map(HttpMethod::name).collect(Collectors.joining(","));
    }

    private static ErrorAnswer simple(int status, String text, Output output, Map<String, String> headers) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("error", text);
        content.put("status", status);
        return answer(status, content, output, headers);
    }

    private static ErrorAnswer answer(
            int status, Map<String, Object> content, Output output, Map<String, String> headers) {
        return new ErrorAnswer(status, AnswerWriter.writeUnfiltered(output, content), output.mediaType(), headers);
    }
}
