package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.AliasNames;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.core.service.Wildcards;
import dev.optimist.http.security.Action;
import dev.optimist.http.security.Permit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Carries out alias actions: all are checked, then all take effect together. */
final class ChangeAliases {
    private final DocumentService service;

    ChangeAliases(DocumentService service) {
        this.service = service;
    }

    /**
     * Carries out the actions; cold, durable when it completes. Indices that are removed go first.
     *
     * @param permit what of it is allowed
     */
    Mono<Void> run(List<AliasAction> actions, Permit permit) {
        return Mono.defer(() -> {
            List<String> removed = actions.stream()
                    .filter(AliasAction.RemoveIndex.class::isInstance)
                    .flatMap(action -> resolve(action, IndexOptions.ALL.withoutAliases(), permit).stream())
                    .distinct()
                    .toList();
            List<Step> steps = actions.stream()
                    .filter(action -> !(action instanceof AliasAction.RemoveIndex))
                    .map(action -> new Step(action, resolve(action, IndexOptions.OPEN, permit)))
                    .toList();
            changed(without(removed), steps); // refuses what cannot be done before anything is deleted
            return service.indices()
                    .delete(removed)
                    .then(service.indices().updateAll(indices -> changed(indices, steps)));
        });
    }

    private Map<String, IndexMetadata> without(List<String> removed) {
        Map<String, IndexMetadata> rest = new TreeMap<>();
        service.indices().all().forEach(index -> rest.put(index.name(), index));
        rest.keySet().removeAll(removed);
        return rest;
    }

    /** An action and the names of its indices. */
    private record Step(AliasAction action, Collection<String> indices) {}

    private Collection<String> resolve(AliasAction action, IndexOptions options, Permit permit) {
        Action needed = action instanceof AliasAction.RemoveIndex ? Action.DELETE_INDEX : Action.ALIASES;
        if (action instanceof AliasAction.Add add) {
            permit.requireNamed(Action.ALIASES, add.aliases());
        }
        Set<String> names = new LinkedHashSet<>();
        for (String expression : action.indices()) {
            permit.requireOnNamed(needed, expression);
            service.indices()
                    .resolve(
                            expression,
                            options.allowingNoIndices(false)
                                    .seeing(permit.doing(needed).visible()))
                    .forEach(index -> names.add(index.name()));
        }
        return names;
    }

    private static Collection<IndexMetadata> changed(Map<String, IndexMetadata> indices, List<Step> steps) {
        Map<String, IndexMetadata> now = new TreeMap<>(indices);
        boolean anything = false;
        for (Step step : steps) {
            anything |= carryOut(step, now);
        }
        if (!anything) {
            requireSomething(steps);
        }
        requireOneWriteIndex(now.values());
        return now.values().stream()
                .filter(index -> !index.equals(indices.get(index.name())))
                .toList();
    }

    private static boolean carryOut(Step step, Map<String, IndexMetadata> now) {
        boolean did = false;
        for (String name : step.indices) {
            IndexMetadata index = now.get(name);
            if (index == null) {
                continue; // deleted since it was looked up
            }
            IndexMetadata changed = step.action instanceof AliasAction.Add add
                    ? added(index, add, now)
                    : removed(index, (AliasAction.Remove) step.action);
            did |= step.action instanceof AliasAction.Add || !changed.equals(index);
            now.put(name, changed);
        }
        return did;
    }

    private static IndexMetadata added(IndexMetadata index, AliasAction.Add add, Map<String, IndexMetadata> now) {
        Map<String, Map<String, Object>> aliases = new HashMap<>(index.aliases());
        for (String alias : add.aliases()) {
            AliasNames.require(alias, now::get);
            aliases.put(alias, add.properties());
        }
        return index.withAliases(aliases);
    }

    private static IndexMetadata removed(IndexMetadata index, AliasAction.Remove remove) {
        Map<String, Map<String, Object>> aliases = new HashMap<>(index.aliases());
        Predicate<String> named = Wildcards.anyOf(String.join(",", remove.aliases()));
        boolean did = aliases.keySet().removeIf(named);
        if (!did && Boolean.TRUE.equals(remove.mustExist())) {
            throw missing(remove.aliases());
        }
        return index.withAliases(aliases);
    }

    private static void requireSomething(List<Step> steps) {
        for (Step step : steps) {
            if (step.action instanceof AliasAction.Remove remove && !Boolean.FALSE.equals(remove.mustExist())) {
                throw missing(remove.aliases());
            }
        }
    }

    /** Makes the failure of aliases that are not there. */
    static RequestException missing(List<String> aliases) {
        return RequestException.of(ErrorKind.ALIASES_NOT_FOUND, "aliases " + aliases + " missing")
                .with("resource.type", "aliases")
                .with("resource.id", String.join(",", aliases));
    }

    private static void requireOneWriteIndex(Collection<IndexMetadata> indices) {
        Map<String, Set<String>> writers = new TreeMap<>();
        indices.forEach(index -> index.aliases().forEach((alias, properties) -> {
            if (Boolean.TRUE.equals(properties.get("is_write_index"))) {
                writers.computeIfAbsent(alias, unused -> new LinkedHashSet<>()).add(index.name());
            }
        }));
        writers.forEach((alias, names) -> {
            if (names.size() > 1) {
                throw RequestException.of(
                        ErrorKind.ILLEGAL_ARGUMENT,
                        "alias [" + alias + "] has more than one write index "
                                + names.stream().toList().toString().replace(", ", ","));
            }
        });
    }
}
