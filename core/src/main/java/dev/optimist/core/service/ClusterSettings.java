package dev.optimist.core.service;

import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.index.SharedCatalog;
import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Settings of the whole: persistent ones, kept in the store's catalog, and transient ones, which end with the process.
 * One of them has an effect: {@code action.auto_create_index}.
 *
 * <h2>Concurrency</h2>
 *
 * Readers see one immutable state. Changes are made one after the other: first durable, then visible.
 */
public final class ClusterSettings {
    /** Which indices a write may make: true, false, or patterns with {@code +} and {@code -}. */
    public static final String AUTO_CREATE = "action.auto_create_index";

    private static final String KEY = "cluster/settings";

    /** Settings by their flat names; transient ones win. */
    public record State(Map<String, String> persistent, Map<String, String> transients) {
        public State {
            persistent = Map.copyOf(persistent);
            transients = Map.copyOf(transients);
        }

        /** Returns the value that holds, or null. */
        public @Nullable String value(String name) {
            String value = transients.get(name);
            return value != null ? value : persistent.get(name);
        }
    }

    private record Kept(Map<String, String> settings) {}

    private final DocumentStore store;
    private final SharedCatalog changes;
    private volatile State state = new State(Map.of(), Map.of());

    private ClusterSettings(DocumentStore store, SharedCatalog changes) {
        this.store = store;
        this.changes = changes;
    }

    /** Reads what is stored; cold. */
    static Mono<ClusterSettings> open(DocumentStore store, SharedCatalog changes) {
        ClusterSettings settings = new ClusterSettings(store, changes);
        return changes.keep(entries -> Mono.fromRunnable(() -> settings.read(entries)))
                .thenReturn(settings);
    }

    private void read(List<CatalogEntry> entries) {
        Map<String, String> kept = entries.stream()
                .filter(entry -> entry.key().equals(KEY))
                .findFirst()
                .map(entry -> JsonMaps.read(entry.value(), Kept.class).settings())
                .orElse(Map.of());
        state = new State(kept, state.transients);
    }

    public State state() {
        return state;
    }

    /**
     * Changes settings; cold, the persistent ones durable when it emits.
     *
     * @param persistent flat names to values, null to remove; a name that ends with {@code *} removes all that match
     */
    public Mono<State> update(Map<String, @Nullable String> persistent, Map<String, @Nullable String> transients) {
        return changes.change(Mono.defer(() -> {
            State next = new State(changed(state.persistent, persistent), changed(state.transients, transients));
            return store.putCatalogEntry(new CatalogEntry(KEY, JsonMaps.write(new Kept(next.persistent))))
                    .doOnSuccess(done -> state = next)
                    .thenReturn(next);
        }));
    }

    private static Map<String, String> changed(Map<String, String> settings, Map<String, @Nullable String> changes) {
        Map<String, String> changed = new TreeMap<>(settings);
        changes.forEach((name, value) -> {
            if (value != null) {
                changed.put(name, value);
            } else {
                changed.keySet().removeIf(Wildcards.of(name));
            }
        });
        return changed;
    }

    /** Throws index_not_found_exception where a write must not make an index of this name. */
    void requireAutoCreate(String index) {
        String rule = state.value(AUTO_CREATE);
        if (rule == null || rule.equals("true")) {
            return;
        }
        if (rule.equals("false")) {
            throw refused(index, "[" + AUTO_CREATE + "] is [false]");
        }
        for (String part : rule.split(",", -1)) {
            String pattern = part.trim();
            boolean forbids = pattern.startsWith("-");
            boolean signed = forbids || pattern.startsWith("+");
            if (Wildcards.of(signed ? pattern.substring(1) : pattern).test(index)) {
                if (forbids) {
                    throw refused(
                            index,
                            "[" + AUTO_CREATE + "] contains [" + pattern
                                    + "] which forbids automatic creation of the index");
                }
                return;
            }
        }
        throw refused(index, "[" + AUTO_CREATE + "] ([" + rule + "]) doesn't match");
    }

    private static IndexException refused(String index, String why) {
        return IndexException.notFound(index, "no such index [" + index + "] and " + why, Lookup.NONE);
    }
}
