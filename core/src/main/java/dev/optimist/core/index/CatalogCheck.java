package dev.optimist.core.index;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.store.CatalogEntry;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Holds the catalog's entries of indices against the shards that a store keeps. */
public final class CatalogCheck {
    private CatalogCheck() {}

    /**
     * An index as the catalog has it.
     *
     * @param missingShards numbers of shards that the store does not know: after a crash within the creation of an index
     *     that is as it should be, and they are made when it is opened
     */
    public record CheckedIndex(String name, String uuid, int shards, List<Integer> missingShards) {}

    /**
     * What there is of indices.
     *
     * @param problems entries that cannot be read
     * @param indices those that can be
     */
    public record Result(List<String> problems, List<CheckedIndex> indices) {}

    public static Result check(List<CatalogEntry> catalog, Set<ShardId> shards) {
        List<String> problems = new ArrayList<>();
        List<CheckedIndex> indices = new ArrayList<>();
        for (CatalogEntry entry : catalog) {
            if (MetadataCodec.isIndex(entry)) {
                try {
                    indices.add(checked(MetadataCodec.read(entry), shards));
                } catch (UncheckedIOException e) {
                    problems.add("the catalog's entry [" + entry.key() + "] is damaged: " + e.getMessage());
                }
            }
        }
        return new Result(problems, indices);
    }

    private static CheckedIndex checked(IndexMetadata index, Set<ShardId> shards) {
        List<Integer> missing = IntStream.range(0, index.numberOfShards())
                .filter(number -> !shards.contains(new ShardId(index.uuid(), number)))
                .boxed()
                .toList();
        return new CheckedIndex(index.name(), index.uuid(), index.numberOfShards(), missing);
    }
}
