package dev.optimist.core.snapshot;

import dev.optimist.core.engine.SerialTasks;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.index.Uuids;
import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Repositories, kept in the store's catalog, and the snapshots in them: checkpoints of the whole store, taken while it
 * is written to.
 *
 * <p>Every Mono is cold and works on a thread that may block. Changes are made one after the other.
 */
public final class Snapshots {
    private static final String PREFIX = "repository/";

    private final DocumentStore store;
    private final Supplier<Collection<IndexMetadata>> indices;
    private final RepositoryFolders folders;
    private final Clock clock;
    private final SerialTasks changes = new SerialTasks();

    /**
     * Makes the snapshots of a store.
     *
     * @param indices what is in the store at the moment
     */
    public Snapshots(
            DocumentStore store, Supplier<Collection<IndexMetadata>> indices, RepositoryFolders folders, Clock clock) {
        this.store = store;
        this.indices = indices;
        this.folders = folders;
        this.clock = clock;
    }

    /** Emits all repositories in the order of their names. */
    public Mono<List<Repository>> repositories() {
        return store.catalog()
                .filter(entry -> entry.key().startsWith(PREFIX))
                .map(entry -> JsonMaps.read(entry.value(), Repository.class))
                .collectList();
    }

    /** Emits the repository of a name. Errors: repository_missing_exception. */
    public Mono<Repository> repository(String name) {
        return repositories()
                .map(all -> all.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> RequestException.of(ErrorKind.REPOSITORY_MISSING, "[" + name + "] missing")));
    }

    /** Keeps a repository, in place of one of its name. Errors: repository_exception where its folder is not allowed. */
    public Mono<Void> put(Repository repository, boolean verify) {
        return changes.run(blocking(() -> {
                    SnapshotNames.requireRepository(repository.name());
                    RepositoryStore kept = open(repository);
                    if (verify) {
                        kept.verify();
                    }
                    return new CatalogEntry(PREFIX + repository.name(), JsonMaps.write(repository));
                })
                .flatMap(store::putCatalogEntry));
    }

    /** Finds out whether a repository can be written to. */
    public Mono<Void> verify(String name) {
        return repository(name)
                .flatMap(repository -> blocking(() -> {
                    open(repository).verify();
                    return true;
                }))
                .then();
    }

    /** Forgets a repository; its snapshots stay where they are. */
    public Mono<Void> remove(String name) {
        return changes.run(repository(name).flatMap(found -> store.deleteCatalogEntry(PREFIX + name)));
    }

    /** Emits the snapshots of a repository, the earliest first. */
    public Mono<List<Snapshot>> list(String repository) {
        return repository(repository)
                .flatMap(found -> blocking(() -> open(found).all()));
    }

    /**
     * Takes a snapshot of everything that is durable; emits once it is on the medium. Errors:
     * invalid_snapshot_name_exception, also where there is one of that name.
     *
     * @param version of the program
     */
    public Mono<Snapshot> create(String repository, String name, String version, Map<String, Object> metadata) {
        return changes.run(repository(repository)
                .flatMap(found ->
                        blocking(() -> prepared(found, name)).flatMap(kept -> take(kept, name, version, metadata))));
    }

    private RepositoryStore prepared(Repository repository, String name) {
        SnapshotNames.requireSnapshot(repository.name(), name);
        RepositoryStore kept = open(repository);
        if (kept.has(name)) {
            throw SnapshotNames.invalidSnapshot(repository.name(), name, "snapshot with the same name already exists");
        }
        kept.removeUnfinished();
        return kept;
    }

    private Mono<Snapshot> take(RepositoryStore kept, String name, String version, Map<String, Object> metadata) {
        String uuid = Uuids.random();
        long start = clock.millis();
        Collection<IndexMetadata> now = indices.get();
        Path written = kept.unfinished(uuid);
        return store.checkpoint(written).then(blocking(() -> {
            List<String> names = now.stream().map(IndexMetadata::name).sorted().toList();
            int shards = now.stream().mapToInt(IndexMetadata::numberOfShards).sum();
            return kept.finish(
                    written, new Snapshot(name, uuid, version, names, shards, start, clock.millis(), metadata));
        }));
    }

    /** Deletes a snapshot. Errors: snapshot_missing_exception. */
    public Mono<Void> delete(String repository, String name) {
        return changes.run(repository(repository)
                        .flatMap(found -> blocking(() -> {
                            RepositoryStore kept = open(found);
                            if (kept.all().stream()
                                    .noneMatch(each -> each.snapshot().equals(name))) {
                                throw missing(repository, name);
                            }
                            kept.delete(name);
                            return true;
                        })))
                .then();
    }

    /** Returns the failure of looking for a snapshot that is not there. */
    public static RequestException missing(String repository, String name) {
        return RequestException.of(ErrorKind.SNAPSHOT_MISSING, "[" + repository + ":" + name + "] is missing");
    }

    private RepositoryStore open(Repository repository) {
        return new RepositoryStore(repository.name(), repository.folder(folders));
    }

    private static <T> Mono<T> blocking(Supplier<T> work) {
        return Mono.fromSupplier(work).subscribeOn(Schedulers.boundedElastic());
    }
}
