package dev.optimist.http.error;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.http.json.AnswerBuffer;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.DocumentAnswer;
import dev.optimist.http.json.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an error: what went wrong, what it comes from, and the keys that its kind has. */
final class ErrorBody {
    /** Enough for a conflict with an id and an index of 40 characters, described twice. */
    private static final int COMPACT_BYTES = 768;

    private static final String UNKNOWN = "an unexpected error occurred; the log has it under id ";

    private final Output output;

    ErrorBody(Output output) {
        this.output = output;
    }

    /** Renders a failure as a whole body. */
    Map<String, Object> render(DocumentException failure) {
        Map<String, Object> root = described(root(failure));
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("root_cause", List.of(root));
        error.putAll(item(failure));
        if (output.errorTrace()) {
            trace(failure, root, error);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("status", failure.kind().status());
        return body;
    }

    /** Renders a failure with what caused it, without the envelope: as it stands in an item of a bulk answer. */
    Map<String, Object> item(DocumentException failure) {
        Map<String, Object> error = described(failure);
        if (cause(failure) instanceof DocumentException cause) {
            error.put("caused_by", item(cause));
        }
        return error;
    }

    /** Writes an item as compact JSON. */
    byte[] itemBytes(DocumentException failure) {
        if (failure instanceof ShardException shard) {
            AnswerBuffer buffer = new AnswerBuffer(COMPACT_BYTES).raw("{");
            describe(shard, output.version(), buffer);
            return buffer.raw("}").toBytes();
        }
        return bytes(item(failure));
    }

    /** Writes a failure with its root cause, without the envelope, as compact JSON. */
    byte[] embeddedBytes(DocumentException failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("root_cause", List.of(described(root(failure))));
        error.putAll(item(failure));
        return bytes(error);
    }

    private byte[] bytes(Map<String, Object> error) {
        return AnswerWriter.writeUnfiltered(Output.plain(output.version()), error);
    }

    private static void trace(DocumentException failure, Map<String, Object> root, Map<String, Object> error) {
        // Expected failures have no stack; the chain of what was said is what there is to trace.
        root.put("stack_trace", traced(root(failure)));
        error.put("stack_trace", traced(failure));
    }

    private static String traced(DocumentException failure) {
        String line = failure.kind().type() + ": " + failure.reason();
        return cause(failure) instanceof DocumentException cause ? line + "\nCaused by: " + traced(cause) : line;
    }

    static Map<String, Object> unknown(String id) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("type", ErrorKind.INTERNAL.type());
        root.put("reason", UNKNOWN + "[" + id + "]");
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("root_cause", List.of(root));
        error.putAll(root);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("status", ErrorKind.INTERNAL.status());
        return body;
    }

    private Map<String, Object> described(DocumentException failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type(failure.kind(), output.version()));
        error.put("reason", reason(failure, output.version()));
        if (failure instanceof ShardException shard) {
            error.put("index_uuid", shard.shard().indexUuid());
            error.put("shard", Integer.toString(shard.shard().number()));
            error.put("index", shard.index());
        } else if (failure instanceof IndexException index) {
            describe(index, error);
        } else if (failure instanceof RequestException request) {
            error.putAll(request.details());
        } else if (failure instanceof StoreFailedException store) {
            store.outcome().ifPresent(outcome -> error.put("outcome", outcome.text()));
        } else {
            throw new IllegalStateException("an unknown failure: " + failure.getClass());
        }
        return error;
    }

    private void describe(IndexException index, Map<String, Object> error) {
        if (index.lookup() != Lookup.NONE) {
            boolean legacyDocument = output.version().legacy() && index.lookup() == Lookup.SINGLE_DOCUMENT;
            error.put("resource.type", legacyDocument ? "index_expression" : "index_or_alias");
            error.put("resource.id", index.index());
        }
        error.put("index_uuid", index.indexUuid());
        error.put("index", index.index());
    }

    private static String type(ErrorKind kind, ApiVersion version) {
        return kind == ErrorKind.DOCUMENT_PARSING && version.legacy() ? ErrorKind.MAPPER_PARSING.type() : kind.type();
    }

    private static String reason(DocumentException failure, ApiVersion version) {
        return version.legacy() ? LegacyReasons.of(failure, version) : failure.reason();
    }

    private static DocumentException root(DocumentException failure) {
        DocumentException root = failure;
        while (cause(root) instanceof DocumentException cause && goesOnBelow(root.kind(), cause.kind())) {
            root = cause;
        }
        return root;
    }

    private static @Nullable Throwable cause(DocumentException failure) {
        return failure.getCause();
    }

    /** Returns whether the root of a failure is looked for in what caused it. */
    private static boolean goesOnBelow(ErrorKind kind, ErrorKind cause) {
        return switch (family(kind)) {
            case ENGINE -> family(cause) == Family.ENGINE;
            case CONTENT -> family(cause) != Family.JAVA;
            case JAVA -> false;
        };
    }

    /** What an exception descends from in Elasticsearch: its root cause is found within one family. */
    private enum Family {
        ENGINE,
        CONTENT,
        JAVA
    }

    private static Family family(ErrorKind kind) {
        return switch (kind) {
            case VERSION_CONFLICT,
                    PRECONDITION_FAILED,
                    DOCUMENT_MISSING,
                    RESOURCE_NOT_FOUND,
                    INDEX_NOT_FOUND,
                    ALIASES_NOT_FOUND,
                    RESOURCE_ALREADY_EXISTS,
                    INVALID_INDEX_NAME,
                    INVALID_INDEX_TEMPLATE,
                    INVALID_ALIAS_NAME,
                    INDEX_CLOSED,
                    CLUSTER_BLOCK,
                    SECURITY,
                    UNAUTHENTICATED,
                    TOO_MANY_ATTEMPTS,
                    ROUTING_MISSING,
                    PARSE,
                    PARSING,
                    DOCUMENT_PARSING,
                    MAPPER_PARSING,
                    SETTINGS,
                    IDEMPOTENCY_KEY,
                    STATUS,
                    SCRIPT,
                    CIRCUIT_BREAKING,
                    UNAVAILABLE_SHARDS,
                    REPOSITORY,
                    REPOSITORY_MISSING,
                    REPOSITORY_VERIFICATION,
                    INVALID_REPOSITORY_NAME,
                    SNAPSHOT_MISSING,
                    INVALID_SNAPSHOT_NAME,
                    STORE_FAILED,
                    INTERNAL -> Family.ENGINE;
            case X_CONTENT_PARSE, X_CONTENT_EOF -> Family.CONTENT;
            case ILLEGAL_ARGUMENT,
                    ACTION_REQUEST_VALIDATION,
                    NOT_X_CONTENT,
                    JSON_PARSE,
                    JSON_EOF,
                    STREAM_CONSTRAINTS,
                    MEDIA_TYPE_HEADER,
                    CONTENT_TYPE_HEADER,
                    BAD_PARAMETER,
                    NUMBER_FORMAT,
                    DATE_TIME_PARSE,
                    TOO_LONG_HTTP_LINE,
                    TOO_LONG_HTTP_HEADER,
                    REJECTED -> Family.JAVA;
        };
    }

    /** Renders a conflict or a missing document as compact JSON. */
    static byte[] compact(ShardException failure, ApiVersion version) {
        return ended(describedTwice(failure, version, /* more= */ 0), failure);
    }

    /** Renders a conflict as compact JSON, with what the document is now. */
    static byte[] compact(ShardException failure, Conflict conflict, ApiVersion version) {
        byte[] current = DocumentAnswer.current(conflict.current());
        AnswerBuffer buffer = describedTwice(failure, version, current.length);
        return ended(buffer.raw(",\"current\":").raw(current), failure);
    }

    private static AnswerBuffer describedTwice(ShardException failure, ApiVersion version, int more) {
        AnswerBuffer buffer = new AnswerBuffer(COMPACT_BYTES + more).raw("{\"error\":{\"root_cause\":[{");
        int from = buffer.size();
        describe(failure, version, buffer);
        int to = buffer.size();
        return buffer.raw("}],").again(from, to);
    }

    private static byte[] ended(AnswerBuffer buffer, ShardException failure) {
        return buffer.raw("},\"status\":")
                .number(failure.kind().status())
                .raw("}")
                .toBytes();
    }

    /** Renders a conflict as it stands in an item of a bulk answer, with what the document is now. */
    static byte[] item(ShardException failure, Conflict conflict, ApiVersion version) {
        byte[] current = DocumentAnswer.current(conflict.current());
        AnswerBuffer buffer = new AnswerBuffer(COMPACT_BYTES + current.length).raw("{");
        describe(failure, version, buffer);
        return buffer.raw(",\"current\":").raw(current).raw("}").toBytes();
    }

    private static void describe(ShardException failure, ApiVersion version, AnswerBuffer buffer) {
        buffer.raw("\"type\":\"")
                .raw(failure.kind().type())
                .raw("\",\"reason\":")
                .string(reason(failure, version))
                .raw(",\"index_uuid\":")
                .string(failure.shard().indexUuid())
                .raw(",\"shard\":\"")
                .number(failure.shard().number())
                .raw("\",\"index\":")
                .string(failure.index());
    }
}
