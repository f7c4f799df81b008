package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.route.VersionType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an {@code _mget}: the documents that are asked for.
 *
 * @param typed whether one of them names a mapping type
 */
public record MultiGetBody(List<Item> items, boolean typed) {
    private static final String LEGACY_SOURCE = "org.elasticsearch.common.io.stream.ByteBufferStreamInput";

    /**
     * One document.
     *
     * @param type null where nothing names one
     * @param version null for any
     * @param source null where nothing speaks of the source
     */
    public record Item(
            @Nullable String index,
            @Nullable String type,
            @Nullable String id,
            @Nullable String routing,
            @Nullable Long version,
            boolean storedFields,
            @Nullable SourceFilter source) {}

    /**
     * Reads a body; throws a RequestException with Elasticsearch's text where it is not one.
     *
     * @param defaults what holds for documents that do not say otherwise
     */
    public static MultiGetBody parse(byte[] body, ContentType type, ApiVersion version, Item defaults) {
        boolean json = type == ContentType.JSON || type == ContentType.NDJSON;
        JsonFactory codec = !json ? Codecs.of(type) : version.legacy() ? Codecs.SILENT : Codecs.QUOTING;
        try (JsonParser parser = codec.createParser(body)) {
            try {
                return new Reader(parser, version, defaults).read();
            } catch (IOException e) {
                throw ParseFailure.of(e, parser, version, LEGACY_SOURCE);
            }
        } catch (IOException e) {
            throw RequestException.of(ErrorKind.X_CONTENT_PARSE, String.valueOf(e.getMessage()));
        }
    }

    /** Reads one body. */
    private static final class Reader {
        private final JsonParser parser;
        private final ApiVersion version;
        private final Item defaults;
        private final List<Item> items = new ArrayList<>();
        private boolean typed;

        Reader(JsonParser parser, ApiVersion version, Item defaults) {
            this.parser = parser;
            this.version = version;
            this.defaults = defaults;
        }

        MultiGetBody read() throws IOException {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw unexpected("unexpected token [" + TokenNames.of(first) + "], expected [START_OBJECT]");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value != JsonToken.START_ARRAY) {
                    throw unexpected(
                            "unexpected token [" + TokenNames.of(value) + "], expected [FIELD_NAME] or [START_ARRAY]");
                }
                switch (name) {
                    case "docs" -> readDocuments();
                    case "ids" -> readIds();
                    default ->
                        throw unexpected("unknown key [" + name + "] for a START_ARRAY, expected [docs] or [ids]");
                }
            }
            return new MultiGetBody(List.copyOf(items), typed);
        }

        private void readIds() throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (!isValue()) {
                    throw RequestException.illegalArgument("ids array element should only contain ids");
                }
                items.add(new Item(
                        defaults.index,
                        defaults.type,
                        parser.getText(),
                        defaults.routing,
                        null,
                        defaults.storedFields,
                        defaults.source));
            }
        }

        private void readDocuments() throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw RequestException.illegalArgument("docs array element should include an object");
                }
                items.add(new Document().read());
            }
        }

        private boolean isValue() {
            JsonToken token = parser.currentToken();
            return token.isScalarValue() && token != JsonToken.VALUE_NULL;
        }

        private RequestException unexpected(String reason) {
            JsonLocation at = parser.currentTokenLocation();
            return RequestException.of(ErrorKind.PARSING, reason)
                    .with("line", at.getLineNr())
                    .with("col", at.getColumnNr());
        }

        /** One document under way: what it has said so far. */
        private final class Document {
            private @Nullable String index = defaults.index;
            private @Nullable String type = defaults.type;
            private @Nullable String id;
            private @Nullable String routing = defaults.routing;
            private @Nullable Long documentVersion;
            private boolean storedFields = defaults.storedFields;
            private @Nullable SourceFilter source = defaults.source;

            Item read() throws IOException {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (isValue()) {
                        readValue(name);
                    } else {
                        readStructure(name);
                    }
                }
                return new Item(index, type, id, routing, documentVersion, storedFields, source);
            }

            private void readValue(String name) throws IOException {
                switch (name) {
                    case "_index" -> index = parser.getText();
                    case "_id" -> id = parser.getText();
                    case "routing" -> routing = parser.getText();
                    case "stored_fields" -> storedFields = true;
                    case "version" -> documentVersion = parser.getValueAsLong();
                    case "version_type" -> VersionType.parse(parser.getText());
                    case "_source" -> source = filter();
                    case "_type" -> readType();
                    default -> refuse(name);
                }
            }

            private void readStructure(String name) throws IOException {
                switch (name) {
                    case "stored_fields" -> storedFields = true;
                    case "_source" -> source = parser.currentToken().isStructStart() ? filter() : source;
                    case "fields" -> refuse(name);
                    default -> {
                        // passed over, as Elasticsearch does
                    }
                }
                if (parser.currentToken().isStructStart()) {
                    parser.skipChildren();
                }
            }

            private SourceFilter filter() throws IOException {
                if (parser.currentToken().isNumeric()) {
                    throw RequestException.of(
                            ErrorKind.PARSE,
                            "illegal type for _source: [" + TokenNames.of(parser.currentToken()) + "]");
                }
                return SourceFilterReader.read(parser);
            }

            private void readType() throws IOException {
                if (!version.hasTypes()) {
                    refuse("_type");
                }
                if (version.legacy()) { // version 8 reads the types of version 7, and forgets them
                    type = parser.getText();
                }
                typed = true;
            }

            private void refuse(String name) {
                throw name.equals("fields")
                        ? unexpected("Unsupported field [fields] used, expected [stored_fields] instead")
                        : RequestException.of(
                                ErrorKind.PARSE, "failed to parse multi get request. unknown field [" + name + "]");
            }
        }
    }
}
