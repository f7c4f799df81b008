package dev.optimist.core.index;

import dev.optimist.core.document.Source;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.RequestException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One index as operations use it: its metadata of the moment and its shards.
 *
 * <p>Immutable but for the shards' contents; a change of the metadata makes another Index over the same shards.
 */
public final class Index {
    private final IndexMetadata metadata;
    private final RoutingHash routing;
    private final RoutingRules rules;
    private final List<Shard> shards;
    private final @Nullable DocumentException readRefusal;
    private final @Nullable DocumentException writeRefusal;

    Index(IndexMetadata metadata, List<Shard> shards) {
        this.metadata = metadata;
        this.routing = new RoutingHash(metadata.numberOfShards());
        this.rules = RoutingRules.of(metadata);
        this.shards = shards;
        this.readRefusal = closed(metadata).or(() -> blocked(metadata, "read")).orElse(null);
        this.writeRefusal = closed(metadata)
                .or(() -> blocked(metadata, "read_only"))
                .or(() -> blocked(metadata, "read_only_allow_delete"))
                .or(() -> blocked(metadata, "write"))
                .orElse(null);
    }

    Index with(IndexMetadata changed) {
        return new Index(changed, shards);
    }

    public IndexMetadata metadata() {
        return metadata;
    }

    public String name() {
        return metadata.name();
    }

    public List<Shard> shards() {
        return shards;
    }

    /**
     * Returns the routing value of an operation on one document, which may be that of the alias it came under; null
     * where there is none. Errors: routing_missing_exception, illegal_argument_exception.
     *
     * @param name the name of the request: this index's, or an alias
     */
    public @Nullable String routing(String name, String id, @Nullable String customRouting) {
        Surrogates.requirePaired("_id", id);
        String resolved = rules.routing(name, customRouting);
        rules.require(name(), id, resolved);
        return resolved;
    }

    /** Throws document_parsing_exception where the document needs a routing value and there is none. */
    public void requireRouting(Source source, @Nullable String customRouting) {
        rules.require(source, customRouting);
    }

    /** Returns the shard that keeps a document, by its custom routing or else its id. */
    public Shard shard(String id, @Nullable String customRouting) {
        return shards.size() == 1
                ? shards.get(0)
                : shards.get(routing.shard(customRouting == null ? id : customRouting));
    }

    /** Throws where the index takes no reads of documents now. */
    public Index requireReadable() {
        if (readRefusal != null) {
            throw readRefusal;
        }
        return this;
    }

    /** Throws where the index takes no writes of documents now. */
    public Index requireWritable() {
        if (writeRefusal != null) {
            throw writeRefusal;
        }
        return this;
    }

    private static Optional<DocumentException> closed(IndexMetadata index) {
        return index.open()
                ? Optional.empty()
                : Optional.of(new IndexException(ErrorKind.INDEX_CLOSED, "closed", index.name(), index.uuid()));
    }

    private static Optional<DocumentException> blocked(IndexMetadata index, String block) {
        if (!"true".equals(index.settings().get("index.blocks." + block))) {
            return Optional.empty();
        }
        String sentence = "index [" + index.name() + "] blocked by: [" + IndexBlocks.describe(block) + "];";
        return Optional.of(RequestException.of(ErrorKind.CLUSTER_BLOCK, sentence));
    }

    /** Returns how long tombstones of this index keep the versions of their documents ({@code index.gc_deletes}). */
    static Duration gcDeletes(IndexMetadata index) {
        return TimeValues.parse(index.settings().getOrDefault("index.gc_deletes", "60s"));
    }
}
