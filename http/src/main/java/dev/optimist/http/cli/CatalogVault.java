package dev.optimist.http.cli;

import dev.optimist.core.index.SharedCatalog;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.CatalogMovedException;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.http.security.Vault;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps users and keys in the store's catalog, beside the metadata of indices. */
final class CatalogVault implements Vault {
    private final DocumentStore store;
    private final SharedCatalog changes;

    CatalogVault(DocumentStore store, SharedCatalog changes) {
        this.store = store;
        this.changes = changes;
    }

    @Override
    public Flux<Entry> all() {
        return store.catalog().map(entry -> new Entry(entry.key(), entry.value()));
    }

    @Override
    public Mono<Void> put(Entry entry) {
        return store.putCatalogEntry(new CatalogEntry(entry.key(), entry.value()))
                .onErrorMap(CatalogMovedException.class, MovedException::new);
    }

    @Override
    public Mono<Void> delete(String key) {
        return store.deleteCatalogEntry(key).onErrorMap(CatalogMovedException.class, MovedException::new);
    }

    @Override
    public <T> Mono<T> inTurn(Mono<T> change) {
        return changes.change(change);
    }

    @Override
    public Mono<Long> version() {
        return store.catalogVersion();
    }

    @Override
    public boolean shared() {
        return !store.exclusive();
    }
}
