package dev.optimist.core.service;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.SharedCatalog;
import dev.optimist.core.script.Script;
import dev.optimist.core.script.Scripts;
import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Scripts kept by id in the store's catalog.
 *
 * <h2>Concurrency</h2>
 *
 * Readers see one immutable map. Changes are made one after the other: first durable, then visible.
 */
public final class StoredScripts {
    private static final String PREFIX = "script/";

    /** A script without parameters, as it is kept. */
    public record StoredScript(String lang, String source) {}

    private final DocumentStore store;
    private final Scripts scripts;
    private final SharedCatalog changes;
    private volatile Map<String, StoredScript> byId = Map.of();

    private StoredScripts(DocumentStore store, SharedCatalog changes, Scripts scripts) {
        this.store = store;
        this.changes = changes;
        this.scripts = scripts;
    }

    /** Reads what is stored; cold. */
    static Mono<StoredScripts> open(DocumentStore store, SharedCatalog changes, Scripts scripts) {
        StoredScripts stored = new StoredScripts(store, changes, scripts);
        return changes.keep(entries -> Mono.fromRunnable(() -> stored.read(entries)))
                .thenReturn(stored);
    }

    private void read(List<CatalogEntry> entries) {
        byId = entries.stream()
                .filter(entry -> entry.key().startsWith(PREFIX))
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.key().substring(PREFIX.length()),
                        entry -> JsonMaps.read(entry.value(), StoredScript.class)));
    }

    Scripts scripts() {
        return scripts;
    }

    public Optional<StoredScript> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * Stores a script under an id, in place of one that is there; cold, durable when it completes. As in Elasticsearch,
     * whether it compiles is only looked at where it is said what it is for. Errors: a language that is not supported;
     * script_exception where it does not compile.
     *
     * @param context what the script is for; null leaves that open until it is run
     */
    public Mono<Void> put(String id, StoredScript stored, @Nullable String context) {
        Script script = new Script(stored.lang(), stored.source(), Map.of());
        return Mono.fromRunnable(() -> Scripts.requireKeepable(script))
                .then(context == null ? Mono.empty() : scripts.compile(script))
                .then(changes.change(
                        Mono.defer(() -> store.putCatalogEntry(new CatalogEntry(PREFIX + id, JsonMaps.write(stored)))
                                .doOnSuccess(done -> show(id, stored)))));
    }

    private void show(String id, StoredScript script) {
        Map<String, StoredScript> more = new HashMap<>(byId);
        more.put(id, script);
        byId = Map.copyOf(more);
    }

    /** Deletes a stored script; cold, durable when it completes. Errors: resource_not_found_exception. */
    public Mono<Void> delete(String id) {
        return changes.change(Mono.defer(() -> {
            if (!byId.containsKey(id)) {
                throw RequestException.of(
                        ErrorKind.RESOURCE_NOT_FOUND,
                        "stored script [" + id + "] does not exist and cannot be deleted");
            }
            return store.deleteCatalogEntry(PREFIX + id).doOnSuccess(done -> hide(id));
        }));
    }

    /** Deletes every stored script; cold, durable when it completes. */
    public Mono<Void> deleteAll() {
        return Flux.defer(() -> Flux.fromIterable(byId.keySet()))
                .concatMap(this::delete)
                .then();
    }

    private void hide(String id) {
        Map<String, StoredScript> fewer = new HashMap<>(byId);
        fewer.remove(id);
        byId = Map.copyOf(fewer);
    }
}
