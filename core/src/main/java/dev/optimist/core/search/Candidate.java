package dev.optimist.core.search;

import dev.optimist.core.document.Document;
import dev.optimist.core.source.JsonMaps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document that a query looks at. Its source is parsed when the first field is asked for, and only once; not
 * thread-safe.
 */
public final class Candidate {
    private final String index;
    private final int shard;
    private final String id;
    private final Document document;
    private @Nullable Map<String, Object> fields;

    /**
     * Makes a candidate.
     *
     * @param index the concrete index
     * @param shard the number of the shard that it lies in
     */
    public Candidate(String index, int shard, String id, Document document) {
        this.index = index;
        this.shard = shard;
        this.id = id;
        this.document = document;
    }

    public String index() {
        return index;
    }

    public int shard() {
        return shard;
    }

    public String id() {
        return id;
    }

    public Document document() {
        return document;
    }

    /** Returns the values of a field: strings, numbers and truth values, no nulls; elements of arrays one by one. */
    List<Object> values(String field) {
        return switch (field) {
            case "_id" -> List.of(id);
            case "_index" -> List.of(index);
            case "_seq_no" -> List.of(document.seqNo());
            case "_routing" -> document.routing() == null ? List.of() : List.of(document.routing());
            default -> FieldValues.of(fields(), field);
        };
    }

    /** Returns whether anything but null lies at a field or below it. */
    boolean has(String field) {
        return !values(field).isEmpty() || FieldValues.existsBelow(fields(), field);
    }

    private Map<String, Object> fields() {
        Map<String, Object> parsed = fields;
        if (parsed == null) {
            parsed = JsonMaps.read(document.source());
            fields = parsed;
        }
        return parsed;
    }
}
