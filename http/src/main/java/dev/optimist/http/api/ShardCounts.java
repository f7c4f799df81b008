package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.http.json.AnswerWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code _shards} of an answer about whole indices: replicas are asked for and never there. */
final class ShardCounts {
    private ShardCounts() {}

    static Map<String, Object> of(Collection<IndexMetadata> indices) {
        int primaries = indices.stream().mapToInt(IndexMetadata::numberOfShards).sum();
        int copies = indices.stream()
                .mapToInt(index -> index.numberOfShards() * (1 + index.numberOfReplicas()))
                .sum();
        Map<String, Object> shards = new LinkedHashMap<>();
        shards.put("total", copies);
        shards.put("successful", primaries);
        shards.put("failed", 0);
        return shards;
    }

    /** Answers with nothing but the counts. */
    static Response answer(Request request, Collection<IndexMetadata> indices) {
        return Response.of(200, AnswerWriter.write(request.output(), Map.of("_shards", of(indices))), request.output());
    }
}
