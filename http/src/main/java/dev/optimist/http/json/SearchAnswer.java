package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.optimist.core.document.Document;
import dev.optimist.core.search.Hit;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a search answers.
 *
 * @param total how many documents match, or null where the request does not want to know
 */
public record SearchAnswer(
        long tookMillis, int shards, @Nullable Long total, List<Hit> hits, Shape shape) {
    /**
     * How the hits are shown.
     *
     * @param totalIsNumber whether the total is a number, as before 7, or an object
     * @param scored whether hits bear the score that all have, or null
     * @param sorted whether they bear their sort values
     * @param types names the mapping type of an index
     */
    public record Shape(
            boolean totalIsNumber,
            boolean scored,
            boolean sorted,
            boolean version,
            boolean seqNo,
            SourceFilter source,
            UnaryOperator<String> types) {}

    private static final double SCORE = 1.0;

    /** Writes the answer in the format that the request asks for. */
    public byte[] write(Output output) {
        return AnswerWriter.write(output, generator -> generate(generator, output));
    }

    private void generate(JsonGenerator generator, Output output) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("took", tookMillis);
        generator.writeBooleanField("timed_out", false);
        writeShards(generator, shards);
        generator.writeObjectFieldStart("hits");
        writeTotal(generator);
        writeMaxScore(generator);
        generator.writeArrayFieldStart("hits");
        for (Hit hit : hits) {
            write(generator, output, hit);
        }
        generator.writeEndArray();
        generator.writeEndObject();
        generator.writeEndObject();
    }

    private static void writeShards(JsonGenerator generator, int shards) throws IOException {
        generator.writeObjectFieldStart("_shards");
        generator.writeNumberField("total", shards);
        generator.writeNumberField("successful", shards);
        generator.writeNumberField("skipped", 0);
        generator.writeNumberField("failed", 0);
        generator.writeEndObject();
    }

    private void writeTotal(JsonGenerator generator) throws IOException {
        if (shape.totalIsNumber()) {
            generator.writeNumberField("total", total == null ? -1 : total);
        } else if (total != null) {
            generator.writeObjectFieldStart("total");
            generator.writeNumberField("value", total);
            generator.writeStringField("relation", "eq");
            generator.writeEndObject();
        }
    }

    private void writeMaxScore(JsonGenerator generator) throws IOException {
        if (shards == 0) {
            generator.writeNumberField("max_score", 0.0);
        } else if (shape.scored() && !hits.isEmpty()) {
            generator.writeNumberField("max_score", SCORE);
        } else {
            generator.writeNullField("max_score");
        }
    }

    private void write(JsonGenerator generator, Output output, Hit hit) throws IOException {
        Document document = hit.document();
        generator.writeStartObject();
        generator.writeStringField("_index", hit.index());
        if (output.version().hasTypes()) {
            generator.writeStringField("_type", shape.types().apply(hit.index()));
        }
        generator.writeStringField("_id", hit.id());
        if (shape.version()) {
            generator.writeNumberField("_version", document.version());
        }
        if (shape.seqNo()) {
            generator.writeNumberField("_seq_no", document.seqNo());
            generator.writeNumberField("_primary_term", document.primaryTerm());
        }
        writeScore(generator);
        if (document.routing() != null) {
            generator.writeStringField("_routing", document.routing());
        }
        if (shape.source().fetch()) {
            generator.writeFieldName("_source");
            shape.source().write(output, document.source(), generator);
        }
        if (shape.sorted()) {
            generator.writeFieldName("sort");
            JsonValues.write(generator, hit.sortValues());
        }
        generator.writeEndObject();
    }

    private void writeScore(JsonGenerator generator) throws IOException {
        if (shape.scored()) {
            generator.writeNumberField("_score", SCORE);
        } else {
            generator.writeNullField("_score");
        }
    }

    /** Writes what a count answers. */
    public static byte[] count(Output output, long count, int shards) {
        return AnswerWriter.write(output, generator -> {
            generator.writeStartObject();
            generator.writeNumberField("count", count);
            writeShards(generator, shards);
            generator.writeEndObject();
        });
    }
}
