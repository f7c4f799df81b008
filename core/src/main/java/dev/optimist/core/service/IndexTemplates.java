package dev.optimist.core.service;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.MappingMerge;
import dev.optimist.core.index.SharedCatalog;
import dev.optimist.core.service.IndexTemplate.Component;
import dev.optimist.core.service.IndexTemplate.Parts;
import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Templates of indices and the components they are composed of, kept in the store's catalog.
 *
 * <h2>Concurrency</h2>
 *
 * Readers see one immutable state. Changes are made one after the other: first durable, then visible.
 */
public final class IndexTemplates {
    private static final String TEMPLATE = "template/";
    private static final String COMPONENT = "component_template/";

    private record State(Map<String, IndexTemplate> templates, Map<String, Component> components) {}

    private final DocumentStore store;
    private final SharedCatalog changes;
    private volatile State state = new State(Map.of(), Map.of());

    private IndexTemplates(DocumentStore store, SharedCatalog changes) {
        this.store = store;
        this.changes = changes;
    }

    /** Reads what is stored; cold. */
    static Mono<IndexTemplates> open(DocumentStore store, SharedCatalog changes) {
        IndexTemplates templates = new IndexTemplates(store, changes);
        return changes.keep(entries -> Mono.fromRunnable(() -> templates.show(read(entries))))
                .thenReturn(templates);
    }

    private static State read(List<CatalogEntry> entries) {
        return new State(read(entries, TEMPLATE, IndexTemplate.class), read(entries, COMPONENT, Component.class));
    }

    private static <T extends Record> Map<String, T> read(List<CatalogEntry> entries, String prefix, Class<T> type) {
        Map<String, T> found = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.key().startsWith(prefix))
                .forEach(
                        entry -> found.put(entry.key().substring(prefix.length()), JsonMaps.read(entry.value(), type)));
        return found;
    }

    private void show(State next) {
        state = next;
    }

    /** Returns all templates in the order of their names. */
    public Map<String, IndexTemplate> templates() {
        return state.templates;
    }

    /** Returns all components in the order of their names. */
    public Map<String, Component> components() {
        return state.components;
    }

    /** Stores a template under a name, in place of one that is there; cold, durable when it completes. */
    public Mono<Void> put(String name, IndexTemplate template) {
        return changes.change(Mono.defer(() -> {
            requireComponents(name, template);
            requireOwnRank(name, template);
            Map<String, IndexTemplate> more = new TreeMap<>(state.templates);
            more.put(name, template);
            return keep(TEMPLATE + name, template, new State(more, state.components));
        }));
    }

    private void requireComponents(String name, IndexTemplate template) {
        List<String> missing = template.composedOf().stream()
                .filter(component -> !state.components.containsKey(component))
                .toList();
        if (!missing.isEmpty()) {
            throw RequestException.illegalArgument(
                    "index template [" + name + "] specifies component templates " + missing + " that do not exist");
        }
    }

    private void requireOwnRank(String name, IndexTemplate template) {
        state.templates.forEach((other, there) -> {
            if (!other.equals(name) && there.rank() == template.rank() && overlap(there, template)) {
                throw RequestException.illegalArgument("index template [" + name + "] has index patterns "
                        + template.indexPatterns() + " matching patterns from existing templates [" + other
                        + "] with patterns (" + other + " => " + there.indexPatterns()
                        + ") that have the same priority [" + template.rank()
                        + "], multiple index templates may not match during index creation, please use a different"
                        + " priority");
            }
        });
    }

    private static boolean overlap(IndexTemplate left, IndexTemplate right) {
        return left.indexPatterns().stream()
                .anyMatch(one -> right.indexPatterns().stream().anyMatch(other -> overlap(one, other)));
    }

    /** Returns whether a name could match both patterns. */
    static boolean overlap(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return (left + right).chars().allMatch(c -> c == '*');
        }
        if (left.charAt(0) == '*') {
            return overlap(left.substring(1), right) || overlap(left, right.substring(1));
        }
        if (right.charAt(0) == '*') {
            return overlap(right, left);
        }
        return left.charAt(0) == right.charAt(0) && overlap(left.substring(1), right.substring(1));
    }

    /** Stores a component under a name, in place of one that is there; cold, durable when it completes. */
    public Mono<Void> putComponent(String name, Component component) {
        return changes.change(Mono.defer(() -> {
            Map<String, Component> more = new TreeMap<>(state.components);
            more.put(name, component);
            return keep(COMPONENT + name, component, new State(state.templates, more));
        }));
    }

    private Mono<Void> keep(String key, Record value, State next) {
        return store.putCatalogEntry(new CatalogEntry(key, JsonMaps.write(value)))
                .doOnSuccess(done -> show(next))
                .then();
    }

    /** Deletes templates; cold, durable when it completes. */
    public Mono<Void> delete(List<String> names) {
        return delete(TEMPLATE, names, now -> {
            Map<String, IndexTemplate> fewer = new TreeMap<>(now.templates);
            names.forEach(fewer::remove);
            return new State(fewer, now.components);
        });
    }

    /** Deletes components that no template is composed of; cold, durable when it completes. */
    public Mono<Void> deleteComponents(List<String> names) {
        return Mono.defer(() -> {
            requireUnused(names);
            return delete(COMPONENT, names, now -> {
                Map<String, Component> fewer = new TreeMap<>(now.components);
                names.forEach(fewer::remove);
                return new State(now.templates, fewer);
            });
        });
    }

    private void requireUnused(List<String> components) {
        List<String> users = new ArrayList<>();
        List<String> used = new ArrayList<>();
        state.templates.forEach((name, template) -> {
            List<String> shared =
                    template.composedOf().stream().filter(components::contains).toList();
            if (!shared.isEmpty()) {
                users.add(name);
                used.addAll(shared);
            }
        });
        if (!users.isEmpty()) {
            throw RequestException.illegalArgument(
                    "component templates " + used.stream().distinct().sorted().toList()
                            + " cannot be removed as they are still in use by index templates " + users);
        }
    }

    private Mono<Void> delete(String prefix, List<String> names, Function<State, State> next) {
        return changes.change(Mono.defer(() -> Flux.fromIterable(names)
                .concatMap(name -> store.deleteCatalogEntry(prefix + name))
                .then(Mono.<Void>fromRunnable(() -> show(next.apply(state))))));
    }

    /** Returns what an index of this name begins with: nothing where no template matches. */
    public Parts partsOf(String index) {
        return state.templates.values().stream()
                .filter(template -> template.matches(index))
                .max(Comparator.comparingLong(IndexTemplate::rank))
                .map(this::composed)
                .orElse(Parts.NONE);
    }

    private Parts composed(IndexTemplate template) {
        Parts parts = Parts.NONE;
        for (String name : template.composedOf()) {
            Component component = state.components.get(name);
            parts = component == null ? parts : over(parts, component.parts());
        }
        return over(parts, template.parts());
    }

    /** Lays the later parts over the earlier ones. */
    public static Parts over(Parts earlier, Parts later) {
        Map<String, String> settings = new TreeMap<>(earlier.settings());
        settings.putAll(later.settings());
        Map<String, Map<String, Object>> aliases = new TreeMap<>(earlier.aliases());
        aliases.putAll(later.aliases());
        return new Parts(
                earlier.given() || later.given(),
                settings,
                MappingMerge.overlay(earlier.mappings(), later.mappings()),
                aliases);
    }

    /** Makes the definition of an index of checked parts. */
    public static CreateIndex definition(Parts parts) {
        Map<String, String> settings = new TreeMap<>(parts.settings());
        String shards = settings.remove("index.number_of_shards");
        String replicas = settings.remove("index.number_of_replicas");
        return new CreateIndex(
                shards == null ? 1 : Integer.parseInt(shards),
                replicas == null ? 1 : Integer.parseInt(replicas),
                Map.copyOf(settings),
                MappingMerge.expand(parts.mappings()),
                parts.aliases());
    }
}
