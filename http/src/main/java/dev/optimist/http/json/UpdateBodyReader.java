package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.optimist.core.document.Revision;
import dev.optimist.core.document.Source;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.route.DidYouMean;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of an {@code _update}, field by field. */
final class UpdateBodyReader {
    private static final String NAME = "[UpdateRequest] ";
    private static final String LEGACY_SOURCE = "org.elasticsearch.common.io.stream.ByteBufferStreamInput";
    private static final List<String> FIELDS = List.of(
            "script",
            "scripted_upsert",
            "upsert",
            "doc",
            "doc_as_upsert",
            "detect_noop",
            "_source",
            "if_seq_no",
            "if_primary_term");

    private final JsonParser parser;
    private final ApiVersion version;

    private @Nullable Source doc;
    private @Nullable Source upsert;
    private @Nullable Map<String, @Nullable Object> script;
    private boolean scriptedUpsert;
    private boolean docAsUpsert;
    private boolean detectNoop = true;
    private long ifSeqNo = Revision.UNASSIGNED_SEQ_NO;
    private long ifPrimaryTerm = Revision.UNASSIGNED_PRIMARY_TERM;
    private @Nullable SourceFilter sourceFilter;

    private UpdateBodyReader(JsonParser parser, ApiVersion version) {
        this.parser = parser;
        this.version = version;
    }

    static UpdateBody read(byte[] body, ContentType type, ApiVersion version, boolean quoteInErrors) {
        boolean json = type == ContentType.JSON || type == ContentType.NDJSON;
        boolean silent = version.legacy() || !quoteInErrors;
        JsonFactory codec = !json ? Codecs.of(type) : silent ? Codecs.SILENT : Codecs.QUOTING;
        try (JsonParser parser = codec.createParser(body)) {
            return new UpdateBodyReader(parser, version).read();
        } catch (IOException e) {
            throw RequestException.of(ErrorKind.X_CONTENT_PARSE, String.valueOf(e.getMessage()));
        }
    }

    private UpdateBody read() {
        JsonToken first = next();
        if (first != JsonToken.START_OBJECT) {
            throw failure(at() + NAME + "Expected START_OBJECT but was: " + TokenNames.of(first));
        }
        while (next() == JsonToken.FIELD_NAME) {
            readField();
        }
        return new UpdateBody(
                doc, upsert, script, scriptedUpsert, docAsUpsert, detectNoop, ifSeqNo, ifPrimaryTerm, sourceFilter);
    }

    private void readField() {
        JsonLocation nameAt = parser.currentTokenLocation();
        String name = name();
        JsonToken value = next();
        if (!FIELDS.contains(name)) {
            throw unknown(nameAt, name);
        }
        if (!supports(name, value)) {
            throw failure(at() + NAME + name + " doesn't support values of type: " + TokenNames.of(value));
        }
        try {
            readValue(name);
        } catch (IOException e) {
            throw failed(name, ParseFailure.plain(e, parser, version.legacy(), LEGACY_SOURCE));
        } catch (RequestException e) {
            throw failed(name, e);
        }
    }

    private static boolean supports(String name, @Nullable JsonToken value) {
        if (value == null) {
            return false;
        }
        return switch (name) {
            case "doc", "upsert" -> value == JsonToken.START_OBJECT;
            case "script" -> value == JsonToken.START_OBJECT || value == JsonToken.VALUE_STRING;
            case "_source" -> value.isStructStart() || value.isBoolean() || value == JsonToken.VALUE_STRING;
            case "if_seq_no", "if_primary_term" -> value.isNumeric() || value == JsonToken.VALUE_STRING;
            default -> value.isBoolean() || value == JsonToken.VALUE_STRING;
        };
    }

    private void readValue(String name) throws IOException {
        switch (name) {
            case "doc" -> doc = compact();
            case "upsert" -> upsert = compact();
            case "script" -> script = script();
            case "scripted_upsert" -> scriptedUpsert = bool();
            case "doc_as_upsert" -> docAsUpsert = bool();
            case "detect_noop" -> detectNoop = bool();
            case "_source" -> sourceFilter = SourceFilterReader.read(parser);
            case "if_seq_no" -> ifSeqNo = seqNo();
            case "if_primary_term" -> ifPrimaryTerm = primaryTerm();
            default -> throw new IllegalStateException("not a field: " + name);
        }
    }

    private Source compact() throws IOException {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator generator = Codecs.STORED.createGenerator(bytes)) {
                Transcoder.copy(parser, generator);
            }
            return new Source(bytes.toByteArray());
        }
    }

    private Map<String, @Nullable Object> script() throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return JsonValues.readObject(parser, LinkedHashMap::new);
        }
        Map<String, @Nullable Object> script = new LinkedHashMap<>();
        script.put("source", parser.getText());
        return script;
    }

    private boolean bool() throws IOException {
        String text = parser.getText();
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw RequestException.illegalArgument(
                        "Failed to parse value [" + text + "] as only [true] or [false] are allowed.");
        };
    }

    private long seqNo() throws IOException {
        long value = number();
        if (value < 0 && value != Revision.UNASSIGNED_SEQ_NO) {
            throw RequestException.illegalArgument("sequence numbers must be non negative. got [" + value + "].");
        }
        return value;
    }

    private long primaryTerm() throws IOException {
        long value = number();
        if (value < 0) {
            throw RequestException.illegalArgument("primary term must be non negative. got [" + value + "]");
        }
        return value;
    }

    private long number() throws IOException {
        String text = parser.getText();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw RequestException.of(ErrorKind.NUMBER_FORMAT, "For input string: \"" + text + "\"");
        }
    }

    private @Nullable JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw ParseFailure.of(e, parser, version, LEGACY_SOURCE);
        }
    }

    private String name() {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw ParseFailure.of(e, parser, version, LEGACY_SOURCE);
        }
    }

    private RequestException unknown(JsonLocation nameAt, String name) {
        List<String> near = DidYouMean.candidates(name, FIELDS);
        String hint = near.isEmpty() ? "" : " did you mean " + (near.size() > 1 ? "any of " : "") + near + "?";
        return failure(ParseFailure.prefix(nameAt) + NAME + "unknown field [" + name + "]" + hint);
    }

    private RequestException failed(String name, RequestException cause) {
        return failure(at() + NAME + "failed to parse field [" + name + "]").causedBy(cause);
    }

    private static RequestException failure(String reason) {
        return RequestException.of(ErrorKind.X_CONTENT_PARSE, reason);
    }

    private String at() {
        return ParseFailure.prefix(parser.currentTokenLocation());
    }
}
