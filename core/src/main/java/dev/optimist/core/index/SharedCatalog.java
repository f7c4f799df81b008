package dev.optimist.core.index;

import dev.optimist.core.engine.SerialTasks;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.CatalogMovedException;
import dev.optimist.core.store.DocumentStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The store's catalog as this process knows it: what is kept of it in memory is read again where another process may have
 * changed it.
 *
 * <h2>Concurrency</h2>
 *
 * Changes and readings run one after the other, so that nobody changes what is just being read. A change that comes after
 * another process's is made once more, of what is there now.
 */
public final class SharedCatalog {
    private static final int MOVES_MAX = 100;

    private final DocumentStore store;
    private final SerialTasks tasks = new SerialTasks();
    private final List<Function<List<CatalogEntry>, Mono<Void>>> readers = new CopyOnWriteArrayList<>();
    private volatile long version = -1;

    public SharedCatalog(DocumentStore store) {
        this.store = store;
    }

    /**
     * Lets somebody who keeps a part of the catalog read it now and whenever it may have changed; cold.
     *
     * @param reader takes over all entries; run again and again, never twice at the same time
     */
    public Mono<Void> keep(Function<List<CatalogEntry>, Mono<Void>> reader) {
        return tasks.run(store.catalog().collectList().flatMap(reader).doOnSuccess(read -> readers.add(reader)));
    }

    /** Returns a change of the catalog, to be made after all earlier ones; cold. It must be made anew when asked again. */
    public <T> Mono<T> change(Mono<T> change) {
        return tasks.run(upToDate()
                .then(change)
                .retryWhen(Retry.max(MOVES_MAX).filter(CatalogMovedException.class::isInstance)));
    }

    /** Completes once everything that any process has changed before is seen by this one; cold. */
    public Mono<Void> refresh() {
        return store.exclusive() ? Mono.empty() : store.catalogVersion().flatMap(this::refresh);
    }

    private Mono<Void> refresh(long now) {
        return now == version ? Mono.empty() : tasks.run(upToDate());
    }

    /** Reads what another process has changed, within a task. A change builds on what was read, whoever read it. */
    private Mono<Void> upToDate() {
        return Mono.defer(() -> store.exclusive()
                ? Mono.empty()
                : store.catalogVersion().flatMap(now -> now == version ? Mono.empty() : read()));
    }

    /** The version is read before the entries: if they are newer, they are read once more than needed. */
    private Mono<Void> read() {
        return store.catalogVersion()
                .flatMap(now -> store.catalog()
                        .collectList()
                        .flatMap(entries -> Flux.fromIterable(readers)
                                .concatMap(reader -> reader.apply(entries))
                                .then())
                        .doOnSuccess(read -> version = now));
    }
}
