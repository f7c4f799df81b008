package dev.optimist.core.index;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardCommit.Put;
import dev.optimist.core.store.ShardOutcome;
import dev.optimist.core.store.StoreShard;
import dev.optimist.core.store.StoredDocument;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Copies everything of one store into another: indices with their uuids, scripts, settings; documents and tombstones with
 * their {@code _version}, in the order of their {@code _seq_no}, under terms that are newer than the source's, so that no
 * revision names two contents.
 *
 * <h2>Durability</h2>
 *
 * The target's catalog keeps how far each shard is, so that a copy that ended early goes on; what was copied twice is
 * recognized. An index appears in the target once all of it is there and compared. Until then the copy follows the source
 * wherever it goes: a version that went back is taken over, what the source has deleted and forgotten is deleted. From then
 * on others may have written there, so nothing is taken over but newer versions. The source may be written to meanwhile:
 * what comes on top is copied in further passes, until one finds nothing. To the target nobody else may write while it is
 * copied to.
 */
public final class StoreCopy {
    private static final String PROGRESS = "copy/";
    private static final int BATCH_DOCUMENTS = 500;
    private static final int LOADS = 64;
    private static final int PASSES_MAX = 1_000;

    private final DocumentStore source;
    private final DocumentStore target;
    private final Consumer<String> progress;

    /**
     * Prepares a copy.
     *
     * @param progress is told in a line each what was done
     */
    public StoreCopy(DocumentStore source, DocumentStore target, Consumer<String> progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /**
     * One shard on both sides.
     *
     * @param shown whether the target has shown the index already, so that others may have written to it
     */
    private record Pair(StoreShard from, StoreShard to, boolean shown) {}

    /**
     * Copies and compares; cold. Emits how many documents the target now has of the source. Errors: StoreFailedException,
     * also where the target is not the source's copy in the end.
     */
    public Mono<Long> run() {
        return source.catalog()
                .collectList()
                .zipWith(target.catalog().collectList())
                .flatMap(both -> {
                    List<CatalogEntry> there = both.getT2();
                    return Flux.fromIterable(both.getT1())
                            .filter(entry -> !entry.key().startsWith(PROGRESS))
                            .concatMap(entry -> copy(entry, there))
                            .reduce(0L, Long::sum);
                });
    }

    private Mono<Long> copy(CatalogEntry entry, List<CatalogEntry> there) {
        if (!MetadataCodec.isIndex(entry)) {
            return target.putCatalogEntry(entry).thenReturn(0L);
        }
        IndexMetadata index = MetadataCodec.read(entry);
        requireSame(index, there);
        return Flux.range(0, index.numberOfShards())
                .concatMap(number -> copy(new ShardId(index.uuid(), number), index.name(), there))
                .reduce(0L, Long::sum)
                .flatMap(documents -> target.putCatalogEntry(entry)
                        .thenMany(Flux.range(0, index.numberOfShards()))
                        .concatMap(number -> target.deleteCatalogEntry(progressKey(new ShardId(index.uuid(), number))))
                        .then(Mono.fromSupplier(() -> said(index.name(), documents))));
    }

    private long said(String index, long documents) {
        progress.accept("index [" + index + "]: " + documents + " documents, compared");
        return documents;
    }

    private static void requireSame(IndexMetadata index, List<CatalogEntry> there) {
        there.stream()
                .filter(entry -> entry.key().equals(MetadataCodec.key(index.name())))
                .map(MetadataCodec::read)
                .filter(other -> !other.uuid().equals(index.uuid()))
                .forEach(other -> {
                    throw new StoreFailedException(
                            "the target has another index called [" + index.name() + "]; nothing of it was changed",
                            null);
                });
    }

    private Mono<Long> copy(ShardId id, String index, List<CatalogEntry> there) {
        long begun = there.stream()
                .filter(entry -> entry.key().equals(progressKey(id)))
                .mapToLong(entry -> ByteBuffer.wrap(entry.value()).getLong())
                .findFirst()
                .orElse(0);
        boolean shown = there.stream().anyMatch(entry -> entry.key().equals(MetadataCodec.key(index)));
        return source.openShard(id)
                .zipWith(target.openShard(id), (from, to) -> new Pair(from, to, shown))
                .flatMap(pair -> newerTerm(pair)
                        .then(passes(pair, index, begun))
                        .then(deleteForgotten(pair))
                        .then(compared(pair, index)));
    }

    private static String progressKey(ShardId id) {
        return PROGRESS + id.indexUuid() + "/" + id.number();
    }

    private static Mono<Void> newerTerm(Pair pair) {
        long behind = pair.from().primaryTerm() - pair.to().primaryTerm() + 1;
        return behind > 0 ? pair.to().raiseTerm((int) behind).then() : Mono.empty();
    }

    /** Copies what is new since the last pass, until there is nothing. */
    private Mono<Void> passes(Pair pair, String index, long fromSeqNo) {
        return pass(pair, fromSeqNo)
                .expand(next -> next.copied() == 0 ? Mono.empty() : pass(pair, next.nextSeqNo()))
                .take(PASSES_MAX)
                .doOnNext(pass -> progress.accept(
                        "index [" + index + "], shard [" + pair.from().id().number() + "]: " + pass.copied()
                                + " states up to seq_no [" + (pass.nextSeqNo() - 1) + "]"))
                .then();
    }

    /** What one pass has read. */
    private record Pass(long copied, long nextSeqNo) {}

    private Mono<Pass> pass(Pair pair, long fromSeqNo) {
        AtomicLong next = new AtomicLong(fromSeqNo);
        return pair.from()
                .scan(fromSeqNo)
                .buffer(BATCH_DOCUMENTS)
                .concatMap(
                        states -> write(pair, states)
                                .then(Mono.defer(() -> {
                                    next.set(states.get(states.size() - 1)
                                                    .state()
                                                    .seqNo()
                                            + 1);
                                    return keepProgress(pair.from().id(), next.get());
                                }))
                                .thenReturn((long) states.size()),
                        /* prefetch= */ 1)
                .reduce(0L, Long::sum)
                .map(copied -> new Pass(copied, next.get()));
    }

    private Mono<Void> keepProgress(ShardId id, long nextSeqNo) {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(nextSeqNo).array();
        return target.putCatalogEntry(new CatalogEntry(progressKey(id), value));
    }

    private Mono<Void> write(Pair pair, List<StoredDocument> states) {
        return Flux.fromIterable(states)
                .flatMapSequential(state -> pair.to().load(state.id()).map(there -> put(state, there)), LOADS)
                .filter(put ->
                        pair.shown() ? put.base().version() < put.next().version() : !same(put.next(), put.base()))
                .collectList()
                .flatMap(puts -> puts.isEmpty() ? Mono.empty() : commit(pair, puts));
    }

    /** A version may have gone back: a document that was deleted, forgotten and made anew begins with 1 again. */
    private static boolean same(DocumentState one, DocumentState other) {
        return one.version() == other.version()
                && one.live() == other.live()
                && (!(one instanceof Document here && other instanceof Document there)
                        || (here.source().equals(there.source()) && Objects.equals(here.routing(), there.routing())));
    }

    private static Put put(StoredDocument state, DocumentState there) {
        return new Put(state.id(), there, draft(state.state()));
    }

    private static DocumentState draft(DocumentState state) {
        if (state instanceof Document document) {
            return Document.draft(document.version(), document.routing(), document.source());
        }
        if (state instanceof Tombstone tombstone) {
            return Tombstone.draft(tombstone.version(), tombstone.deletedAtMillis());
        }
        throw new IllegalStateException("a scan finds no absent documents");
    }

    private Mono<Void> commit(Pair pair, List<Put> puts) {
        int[] operations = IntStream.range(0, puts.size()).toArray();
        ShardCommit commit = new ShardCommit(pair.to(), pair.to().primaryTerm(), puts, operations);
        return target.commit(List.of(commit))
                .doOnNext(StoreCopy::requireWritten)
                .then();
    }

    private static void requireWritten(List<ShardOutcome> outcomes) {
        boolean all = outcomes.stream()
                .flatMap(outcome -> outcome.puts().stream())
                .allMatch(put -> put.equals(PutOutcome.COMMITTED));
        if (!all) {
            throw new StoreFailedException("somebody else writes to the target; copy again when nobody does", null);
        }
    }

    /** Deletes what the source knows nothing of any more: it has forgotten the tombstone. */
    private Mono<Void> deleteForgotten(Pair pair) {
        return Mono.defer(() ->
                pair.shown() || pair.from().documentCount() == pair.to().documentCount()
                        ? Mono.empty()
                        : pair.to()
                                .documents()
                                .flatMapSequential(
                                        there -> pair.from()
                                                .load(there.id())
                                                .filter(Absent.class::isInstance)
                                                .map(absent -> deletion(there)),
                                        LOADS)
                                .buffer(BATCH_DOCUMENTS)
                                .concatMap(puts -> commit(pair, puts), /* prefetch= */ 1)
                                .then());
    }

    private static Put deletion(StoredDocument document) {
        long now = System.currentTimeMillis();
        return new Put(
                document.id(),
                document.state(),
                Tombstone.draft(document.state().version() + 1, now));
    }

    /** Reads both sides to their ends. */
    private Mono<Long> compared(Pair pair, String index) {
        Mono<Long> same = pair.from()
                .scan(0)
                .flatMapSequential(
                        state -> pair.to().load(state.id()).map(there -> requireSame(index, state, there)), LOADS)
                .filter(live -> live)
                .count();
        return same.zipWith(pair.to().documents().count()).map(counts -> {
            if (!counts.getT1().equals(counts.getT2())) {
                throw new StoreFailedException(
                        "index [" + index + "]: the source has " + counts.getT1() + " documents, the target "
                                + counts.getT2() + "; copy again when nobody writes",
                        null);
            }
            return counts.getT1();
        });
    }

    private static boolean requireSame(String index, StoredDocument state, DocumentState there) {
        if (!same(state.state(), there)) {
            throw new StoreFailedException(
                    "index [" + index + "]: document [" + state.id()
                            + "] is not the same on both sides; copy again when nobody writes",
                    null);
        }
        return state.state().live();
    }
}
