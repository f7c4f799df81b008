package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.optimist.core.document.Source;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates the body of a document in one pass, without building a tree.
 *
 * <p>What a document may be is Elasticsearch's choice: one JSON object, without duplicate names at any depth, without
 * metadata fields at the top. Comments are no error.
 */
public final class DocumentBody {
    private static final String LEGACY_SOURCE = "ByteArrayInputStream";
    private static final int GUESSED_BYTES = 20;

    private static final Set<String> METADATA = Set.of(
            "_id",
            "_index",
            "_source",
            "_routing",
            "_version",
            "_seq_no",
            "_field_names",
            "_ignored",
            "_ignored_source",
            "_nested_path",
            "_tier",
            "_feature",
            "_data_stream_timestamp");

    private final JsonParser parser;
    private final ApiVersion version;
    private final @Nullable String id;

    private DocumentBody(JsonParser parser, ApiVersion version, @Nullable String id) {
        this.parser = parser;
        this.version = version;
        this.id = id;
    }

    /**
     * Returns the body as a source: JSON as the very array that came in, other formats as JSON.
     *
     * <p>Throws a RequestException with Elasticsearch's text where it is not one JSON object.
     *
     * @param id the document's id, where the request names it
     */
    public static Source validate(byte[] body, ContentType type, ApiVersion version, @Nullable String id) {
        return validate(body, type, version, id, /* quoteInErrors= */ true);
    }

    /**
     * Returns the body as a source.
     *
     * @param quoteInErrors whether the texts of errors may quote the body
     */
    public static Source validate(
            byte[] body, ContentType type, ApiVersion version, @Nullable String id, boolean quoteInErrors) {
        if (body.length == 0) {
            throw RequestException.of(ErrorKind.PARSE, "request body is required");
        }
        if (type == ContentType.JSON || type == ContentType.NDJSON) {
            int start = hasByteOrderMark(body) ? 3 : 0;
            if (version.legacy()) {
                guessJson(body, start);
            }
            validateJson(body, start, version, id, quoteInErrors);
            return new Source(start == 0 ? body : Arrays.copyOfRange(body, start, body.length));
        }
        if (type == ContentType.YAML && version.legacy() && !marked(body)) {
            throw unknownFormat();
        }
        return new Source(transcode(body, type, version, id));
    }

    private static boolean hasByteOrderMark(byte[] body) {
        return body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    }

    // Versions before 8 look for the brace before they parse.
    private static void guessJson(byte[] body, int start) {
        for (int i = start; i < body.length && i < start + GUESSED_BYTES; i++) {
            if (body[i] == '{') {
                return;
            }
            if (!Character.isWhitespace(body[i])) {
                break;
            }
        }
        throw unknownFormat();
    }

    /** Versions before 8 know YAML by its document marker alone. */
    private static boolean marked(byte[] body) {
        return body.length >= 3 && body[0] == '-' && body[1] == '-' && body[2] == '-';
    }

    private static RequestException unknownFormat() {
        return RequestException.of(ErrorKind.MAPPER_PARSING, "failed to parse")
                .causedBy(RequestException.of(
                        ErrorKind.NOT_X_CONTENT,
                        "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"));
    }

    private static void validateJson(
            byte[] body, int start, ApiVersion version, @Nullable String id, boolean quoteInErrors) {
        if (!PlainDocument.is(body, start)) {
            parseJson(body, start, version, id, quoteInErrors);
        }
    }

    /** Validates JSON of any kind. */
    static void parseJson(byte[] body, int start, ApiVersion version, @Nullable String id, boolean quoteInErrors) {
        var codec = version.legacy() ? Codecs.LEGACY : quoteInErrors ? Codecs.QUOTING : Codecs.SILENT;
        try (JsonParser parser = codec.createParser(body, start, body.length - start)) {
            DocumentBody document = new DocumentBody(parser, version, id);
            document.requireObject();
            document.walk();
            document.requireEnd();
        } catch (IOException e) {
            throw new IllegalStateException("an array does not fail to close", e);
        }
    }

    private static byte[] transcode(byte[] body, ContentType type, ApiVersion version, @Nullable String id) {
        try (JsonParser parser = Codecs.of(type).createParser(body)) {
            DocumentBody document = new DocumentBody(parser, version, id);
            document.requireObject();
            try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
                try (JsonGenerator generator = Codecs.STORED.createGenerator(bytes)) {
                    Transcoder.copy(parser, generator);
                }
                byte[] json = bytes.toByteArray();
                validateJson(json, /* start= */ 0, version, id, /* quoteInErrors= */ true);
                return json;
            } catch (IOException e) {
                throw document.inside(e);
            }
        } catch (IOException e) {
            throw RequestException.of(
                    version.legacy() ? ErrorKind.MAPPER_PARSING : ErrorKind.DOCUMENT_PARSING, "failed to parse");
        }
    }

    private void requireObject() {
        JsonToken first;
        try {
            first = parser.nextToken();
        } catch (IOException e) {
            throw outside(e);
        }
        if (first != JsonToken.START_OBJECT) {
            throw RequestException.of(
                    version.legacy() ? ErrorKind.MAPPER_PARSING : ErrorKind.DOCUMENT_PARSING,
                    "Malformed content, must start with an object");
        }
    }

    private void walk() {
        try {
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                switch (token) {
                    case FIELD_NAME -> checkName(parser.currentName(), depth);
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    default -> {
                        // a scalar; the parser itself has looked at it, or does so on its way to the next token
                    }
                }
            }
        } catch (IOException e) {
            throw inside(e);
        }
    }

    private void requireEnd() {
        JsonToken more;
        try {
            more = parser.nextToken();
        } catch (IOException e) {
            throw outside(e);
        }
        if (more != null) {
            RequestException extra = RequestException.illegalArgument(
                    "Malformed content, found extra data after parsing: " + TokenNames.of(more));
            throw version.legacy()
                    ? RequestException.of(ErrorKind.MAPPER_PARSING, "failed to parse")
                            .causedBy(extra)
                    : extra;
        }
    }

    private void checkName(String name, int depth) throws IOException {
        if (name.isEmpty()) {
            throw badName("field name cannot be an empty string");
        }
        if (depth == 1 && name.charAt(0) == '_' && isMetadata(name)) {
            refuseMetadata(name);
        }
        if (name.indexOf('.') >= 0) {
            checkDots(name);
        }
    }

    private boolean isMetadata(String name) {
        return METADATA.contains(name) || (version.legacy() && name.equals("_type"));
    }

    @SuppressWarnings("StringSplitter") // that dots at the end make no parts is wanted
    private void checkDots(String name) {
        String[] parts = name.split("\\.");
        if (parts.length == 0) {
            throw badName("field name cannot contain only dots");
        }
        for (String part : parts) {
            if (part.isBlank()) {
                throw badName(
                        version.legacy()
                                ? "object field starting or ending with a [.] makes object resolution ambiguous: ["
                                        + name + "]"
                                : part.isEmpty()
                                        ? "field name cannot contain only whitespace: ['" + name + "']"
                                        : "field name starting or ending with a [.] makes object resolution ambiguous:"
                                                + " ['"
                                                + name + "']");
            }
        }
    }

    private RequestException badName(String reason) {
        return wrapped("failed to parse", RequestException.illegalArgument(reason), reason);
    }

    private void refuseMetadata(String name) throws IOException {
        JsonToken value = parser.nextToken();
        while (value == JsonToken.START_ARRAY) {
            value = parser.nextToken();
        }
        if (value == JsonToken.END_ARRAY) {
            return; // a list of nothing adds nothing
        }
        RequestException inner = error("Field [" + name
                + "] is a metadata field and cannot be added inside a document. Use the index API request parameters.");
        String preview = String.valueOf(JsonValues.read(parser, HashMap::new));
        throw error(fieldFailure(name, name, preview)).causedBy(inner);
    }

    private String fieldFailure(String name, String type, String preview) {
        return "failed to parse field [" + name + "] of type [" + type + "] in document with id '"
                + (id == null ? "" : id) + "'. Preview of field's value: '" + preview + "'";
    }

    /** Returns what is wrong before or after the object. */
    private RequestException outside(IOException e) {
        RequestException failure = ParseFailure.of(e, parser, version, LEGACY_SOURCE);
        if (version.legacy()) {
            return RequestException.of(ErrorKind.MAPPER_PARSING, "failed to parse")
                    .causedBy(failure);
        }
        String reason = failure.reason();
        String location = reason.startsWith("[") ? reason.substring(0, reason.indexOf(']') + 2) : "";
        return RequestException.of(ErrorKind.DOCUMENT_PARSING, location + reason)
                .causedBy(failure);
    }

    /** Returns what is wrong within the object. */
    private RequestException inside(IOException e) {
        RequestException failure = ParseFailure.of(e, parser, version, LEGACY_SOURCE);
        return ParseFailure.isUnescaped(e)
                ? error(fieldFailure(path(), "text", "")).causedBy(failure)
                : wrapped("failed to parse", failure, failure.reason());
    }

    private RequestException wrapped(String text, RequestException cause, String causeReason) {
        return error(version.legacy() ? text : text + ": " + causeReason).causedBy(cause);
    }

    private RequestException error(String reason) {
        return version.legacy()
                ? RequestException.of(ErrorKind.MAPPER_PARSING, reason)
                : RequestException.of(
                        ErrorKind.DOCUMENT_PARSING, ParseFailure.prefix(parser.currentTokenLocation()) + reason);
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (var context = parser.getParsingContext(); context != null; context = context.getParent()) {
            if (context.hasCurrentName()) {
                path.insert(0, path.isEmpty() ? context.getCurrentName() : context.getCurrentName() + ".");
            }
        }
        return path.toString();
    }
}
