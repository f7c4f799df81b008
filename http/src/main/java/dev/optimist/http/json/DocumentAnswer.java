package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers of the document API.
 *
 * <p>Compact JSON, which nearly every client asks for, is put together by hand; every other form goes through a
 * generator. Both say the same.
 */
public final class DocumentAnswer {
    private static final int ENVELOPE_BYTES = 224;

    private DocumentAnswer() {}

    /**
     * Writes what a write answers.
     *
     * @param type the mapping type to show in versions that have types
     * @param forcedRefresh whether the answer says so
     * @param get which part of the source an update shows, or null for no {@code get}
     */
    public static byte[] write(
            Output output, WriteResult result, String type, boolean forcedRefresh, @Nullable SourceFilter get) {
        boolean withSource = get != null && get.fetch() && result.state().live();
        return output.plain() && !withSource
                ? compact(output, result, type, forcedRefresh)
                : AnswerWriter.write(
                        output, generator -> generate(generator, output, result, type, forcedRefresh, get));
    }

    private static byte[] compact(Output output, WriteResult result, String type, boolean forcedRefresh) {
        AnswerBuffer buffer = new AnswerBuffer(ENVELOPE_BYTES + result.id().length());
        append(buffer, output.version(), result, type, forcedRefresh, copies(result), successful(result));
        if (output.version() == ApiVersion.V8_AS_7) {
            buffer.raw(",\"_type\":").string(type);
        }
        return buffer.raw("}").toBytes();
    }

    /** Appends what a write answers as an item of a bulk request, where a noop touches copies too; without its end. */
    static void appendWrite(
            AnswerBuffer buffer, ApiVersion version, WriteResult result, String type, boolean forcedRefresh) {
        append(buffer, version, result, type, forcedRefresh, result.copies(), result.successful());
    }

    private static void append(
            AnswerBuffer buffer,
            ApiVersion version,
            WriteResult result,
            String type,
            boolean forcedRefresh,
            int copies,
            int successful) {
        buffer.raw("{\"_index\":").string(result.index());
        if (version.legacy()) {
            buffer.raw(",\"_type\":").string(type);
        }
        buffer.raw(",\"_id\":").string(result.id());
        buffer.raw(",\"_version\":").number(result.version());
        buffer.raw(",\"result\":\"").raw(result.outcome().wireName());
        buffer.raw(forcedRefresh ? "\",\"forced_refresh\":true" : "\"");
        buffer.raw(",\"_shards\":{\"total\":").number(copies);
        buffer.raw(",\"successful\":").number(successful);
        buffer.raw(",\"failed\":0},\"_seq_no\":").number(result.seqNo());
        buffer.raw(",\"_primary_term\":").number(result.primaryTerm());
    }

    private static void generate(
            JsonGenerator generator,
            Output output,
            WriteResult result,
            String type,
            boolean forcedRefresh,
            @Nullable SourceFilter get)
            throws IOException {
        generator.writeStartObject();
        generator.writeStringField("_index", result.index());
        if (output.version().legacy()) {
            generator.writeStringField("_type", type);
        }
        generator.writeStringField("_id", result.id());
        generator.writeNumberField("_version", result.version());
        generator.writeStringField("result", result.outcome().wireName());
        if (forcedRefresh) {
            generator.writeBooleanField("forced_refresh", true);
        }
        generator.writeObjectFieldStart("_shards");
        generator.writeNumberField("total", copies(result));
        generator.writeNumberField("successful", successful(result));
        generator.writeNumberField("failed", 0);
        generator.writeEndObject();
        generator.writeNumberField("_seq_no", result.seqNo());
        generator.writeNumberField("_primary_term", result.primaryTerm());
        if (get != null && result.state() instanceof Document document) {
            generateGet(generator, output, document, get);
        }
        if (output.version() == ApiVersion.V8_AS_7) {
            generator.writeStringField("_type", type);
        }
        generator.writeEndObject();
    }

    private static void generateGet(JsonGenerator generator, Output output, Document document, SourceFilter filter)
            throws IOException {
        if (filter.fetch()) {
            generator.writeObjectFieldStart("get");
            generator.writeNumberField("_seq_no", document.seqNo());
            generator.writeNumberField("_primary_term", document.primaryTerm());
            generator.writeBooleanField("found", true);
            generator.writeFieldName("_source");
            filter.write(output, document.source(), generator);
            generator.writeEndObject();
        }
    }

    // A noop touches no copy.
    private static int copies(WriteResult result) {
        return result.outcome() == Outcome.NOOP ? 0 : result.copies();
    }

    private static int successful(WriteResult result) {
        return result.outcome() == Outcome.NOOP ? 0 : result.successful();
    }

    /** Writes what a read answers, found or not. */
    public static byte[] get(Output output, GetResult result, String type, SourceFilter filter) {
        return output.plain() && (filter.whole() || !filter.fetch())
                ? compact(output, result, type, filter.fetch())
                : AnswerWriter.write(output, generator -> generate(generator, output, result, type, filter));
    }

    private static byte[] compact(Output output, GetResult result, String type, boolean withSource) {
        DocumentState state = result.state();
        Document document = state instanceof Document live ? live : null;
        int sourceBytes = document == null ? 0 : document.source().length();
        AnswerBuffer buffer = new AnswerBuffer(ENVELOPE_BYTES + result.id().length() + (withSource ? sourceBytes : 0));
        buffer.raw("{\"_index\":").string(result.index());
        if (output.version().hasTypes()) {
            buffer.raw(",\"_type\":").string(type);
        }
        buffer.raw(",\"_id\":").string(result.id());
        if (document == null) {
            return buffer.raw(",\"found\":false}").toBytes();
        }
        buffer.raw(",\"_version\":").number(document.version());
        buffer.raw(",\"_seq_no\":").number(document.seqNo());
        buffer.raw(",\"_primary_term\":").number(document.primaryTerm());
        String routing = document.routing();
        if (routing != null) {
            buffer.raw(",\"_routing\":").string(routing);
        }
        buffer.raw(",\"found\":true");
        if (withSource) {
            buffer.raw(",\"_source\":").raw(document.source().bytes());
        }
        return buffer.raw("}").toBytes();
    }

    private static void generate(
            JsonGenerator generator, Output output, GetResult result, String type, SourceFilter filter)
            throws IOException {
        generator.writeStartObject();
        generator.writeStringField("_index", result.index());
        if (output.version().hasTypes()) {
            generator.writeStringField("_type", type);
        }
        generator.writeStringField("_id", result.id());
        if (result.state() instanceof Document document) {
            generateFound(generator, output, document, filter);
        } else {
            generator.writeBooleanField("found", false);
        }
        generator.writeEndObject();
    }

    private static void generateFound(JsonGenerator generator, Output output, Document document, SourceFilter filter)
            throws IOException {
        generator.writeNumberField("_version", document.version());
        generator.writeNumberField("_seq_no", document.seqNo());
        generator.writeNumberField("_primary_term", document.primaryTerm());
        if (document.routing() != null) {
            generator.writeStringField("_routing", document.routing());
        }
        generator.writeBooleanField("found", true);
        if (filter.fetch()) {
            generator.writeFieldName("_source");
            filter.write(output, document.source(), generator);
        }
    }

    /** Writes what a document is now, as compact JSON, for a writer that did not expect it. */
    public static byte[] current(DocumentState state) {
        if (!(state instanceof Document document)) {
            return "{\"found\":false}".getBytes(StandardCharsets.US_ASCII);
        }
        AnswerBuffer buffer =
                new AnswerBuffer(ENVELOPE_BYTES + document.source().length());
        buffer.raw("{\"_version\":").number(document.version());
        buffer.raw(",\"_seq_no\":").number(document.seqNo());
        buffer.raw(",\"_primary_term\":").number(document.primaryTerm());
        return buffer.raw(",\"found\":true,\"_source\":")
                .raw(document.source().bytes())
                .raw("}")
                .toBytes();
    }

    /** Writes a source alone. */
    public static byte[] source(Output output, Source source, SourceFilter filter) {
        return output.plain() && filter.whole()
                ? source.bytes()
                : AnswerWriter.write(output, generator -> filter.write(output, source, generator));
    }
}
