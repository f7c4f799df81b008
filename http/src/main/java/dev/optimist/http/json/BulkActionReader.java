package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.optimist.core.document.Revision;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.BulkAction.Kind;
import dev.optimist.http.route.VersionType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads action lines of one bulk request. */
final class BulkActionReader {
    private static final String LEGACY_SOURCE = "ByteArrayInputStream";

    private final BulkAction.Defaults defaults;
    private final ApiVersion version;
    private final JsonFactory codec;
    private final boolean text;
    private boolean typed;
    private boolean unclosed;

    BulkActionReader(BulkAction.Defaults defaults, ContentType type, ApiVersion version) {
        this.defaults = defaults;
        this.version = version;
        this.text = type != ContentType.SMILE;
        this.codec = type == ContentType.SMILE ? Codecs.of(type) : version.legacy() ? Codecs.SILENT : Codecs.QUOTING;
    }

    /** Returns whether a line has named a mapping type. */
    boolean typed() {
        return typed;
    }

    /** Returns whether a line held more than one action. */
    boolean unclosed() {
        return unclosed;
    }

    /** Reads a line; null where it is blank. */
    @Nullable
    BulkAction read(byte[] bytes, int offset, int length, int line) {
        BulkAction plain = text ? PlainActionLine.read(bytes, offset, length, defaults) : null;
        return plain != null ? plain : parse(bytes, offset, length, line);
    }

    /** Reads a line as {@link #read} does, whether it is plain or not. */
    @Nullable
    BulkAction parse(byte[] bytes, int offset, int length, int line) {
        try (JsonParser parser = parser(bytes, offset, length)) {
            try {
                return new Line(parser, line).read();
            } catch (IOException e) {
                throw ParseFailure.of(e, parser, version, LEGACY_SOURCE);
            }
        } catch (IOException e) {
            throw RequestException.of(ErrorKind.X_CONTENT_PARSE, String.valueOf(e.getMessage()));
        }
    }

    /** In a part of an array a parser of SMILE counts from the array's beginning, in a stream from the line's. */
    private JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return text
                ? codec.createParser(bytes, offset, length)
                : codec.createParser(new ByteArrayInputStream(bytes, offset, length));
    }

    /** One line under way: what it has said so far. */
    private final class Line {
        private final JsonParser parser;
        private final int number;

        private Kind kind = Kind.UNKNOWN;
        private @Nullable String index = defaults.index();
        private String type = defaults.type();
        private @Nullable String id;
        private @Nullable String routing = defaults.routing();
        private @Nullable String pipeline = defaults.pipeline();
        private @Nullable String opType;
        private long documentVersion = BulkAction.ANY_VERSION;
        private VersionType versionType = VersionType.INTERNAL;
        private long ifSeqNo = Revision.UNASSIGNED_SEQ_NO;
        private long ifPrimaryTerm = Revision.UNASSIGNED_PRIMARY_TERM;
        private int retryOnConflict;
        private @Nullable SourceFilter source = defaults.source();
        private boolean requireAlias = defaults.requireAlias();
        private boolean listExecutedPipelines = defaults.listExecutedPipelines();
        private boolean sourceOnConflict = defaults.sourceOnConflict();

        Line(JsonParser parser, int number) {
            this.parser = parser;
            this.number = number;
        }

        @Nullable
        BulkAction read() throws IOException {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return null;
            }
            require(first, JsonToken.START_OBJECT);
            require(parser.nextToken(), JsonToken.FIELD_NAME);
            kind = kind(parser.currentName());
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                readKeys();
            } else if (value != JsonToken.END_OBJECT) {
                throw malformed("expected START_OBJECT or END_OBJECT but found [" + TokenNames.of(value) + "]");
            }
            unclosed |= !isClosed();
            return action();
        }

        private BulkAction action() {
            boolean create = kind == Kind.INDEX && "create".equalsIgnoreCase(opType);
            return new BulkAction(
                    create ? Kind.CREATE : kind,
                    index,
                    type,
                    id,
                    routing,
                    pipeline,
                    documentVersion,
                    versionType,
                    ifSeqNo,
                    ifPrimaryTerm,
                    retryOnConflict,
                    source,
                    requireAlias,
                    listExecutedPipelines,
                    sourceOnConflict);
        }

        private Kind kind(String name) {
            Kind named = Kind.named(name);
            if (named == Kind.UNKNOWN && !version.legacy()) {
                throw malformed("expected field [create], [delete], [index] or [update] but found [" + name + "]");
            }
            return named;
        }

        private void require(@Nullable JsonToken token, JsonToken expected) {
            if (token != expected) {
                throw malformed("expected " + expected + " but found [" + TokenNames.of(token) + "]");
            }
        }

        private void readKeys() throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.START_OBJECT && name.equals("_source")) {
                    source = SourceFilterReader.read(parser);
                } else if (value == JsonToken.START_OBJECT && name.equals("dynamic_templates")) {
                    parser.skipChildren();
                    refuseTemplates();
                } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    readValue(name);
                } else if (value != JsonToken.VALUE_NULL) {
                    throw malformed("expected a simple value for field [" + name + "] but found ["
                            + TokenNames.of(value) + "]");
                }
            }
        }

        private void refuseTemplates() {
            if (kind == Kind.DELETE) {
                throw RequestException.illegalArgument(
                        "Delete request in line [" + number + "] does not accept dynamic_templates");
            }
        }

        private void readValue(String name) throws IOException {
            switch (name) {
                case "_index" -> index = parser.getText();
                case "_type" -> readType();
                case "_id" -> id = parser.getText();
                case "routing" -> routing = parser.getText();
                case "op_type" -> opType = parser.getText();
                case "version" -> documentVersion = number();
                case "version_type" -> versionType = VersionType.parse(parser.getText());
                case "if_seq_no" -> ifSeqNo = number();
                case "if_primary_term" -> ifPrimaryTerm = number();
                case "retry_on_conflict" -> retryOnConflict = Math.toIntExact(number());
                case "pipeline" -> pipeline = parser.getText();
                case "_source" -> source = SourceFilterReader.read(parser);
                case "require_alias" -> requireAlias = bool();
                case "_source_on_conflict" -> sourceOnConflict = bool();
                default -> readNewer(name);
            }
        }

        private void readType() throws IOException {
            if (!version.hasTypes()) {
                throw unknown("_type");
            }
            if (version.legacy()) { // version 8 reads the types of version 7, and forgets them
                type = parser.getText();
            }
            typed = true;
        }

        private void readNewer(String name) throws IOException {
            if (version.legacy()) {
                throw unknown(name);
            }
            switch (name) {
                case "list_executed_pipelines" -> listExecutedPipelines = bool();
                case "require_data_stream" -> bool();
                default -> throw unknown(name);
            }
        }

        private long number() throws IOException {
            String text = parser.getText();
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw RequestException.illegalArgument("For input string: \"" + text + "\"");
            }
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

        private boolean isClosed() throws IOException {
            if (parser.currentToken() == JsonToken.END_OBJECT
                    && parser.getParsingContext().inRoot()) {
                return true;
            }
            try {
                return parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            } catch (JsonEOFException e) {
                return false;
            }
        }

        private RequestException unknown(String name) {
            return RequestException.illegalArgument(
                    "Action/metadata line [" + number + "] contains an unknown parameter [" + name + "]");
        }

        private RequestException malformed(String what) {
            return RequestException.illegalArgument("Malformed action/metadata line [" + number + "], " + what);
        }
    }
}
