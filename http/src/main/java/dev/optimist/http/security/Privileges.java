package dev.optimist.http.security;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do: on the whole, and on indices by the patterns of their names.
 *
 * <h2>Concurrency</h2>
 *
 * Immutable but for a cache of decisions that holds a bounded number of names: a decision is one look into it.
 */
final class Privileges {
    static final Privileges NONE = new Privileges(Set.of(), List.of(), null);

    private static final int NAMES_CACHED_MAX = 4_096;

    /** What is allowed on the indices whose names match. */
    record IndexGrant(NamePatterns names, Set<Action> actions) {}

    private final Set<Action> cluster;
    private final List<IndexGrant> indices;
    private final Set<Action> anywhere = EnumSet.noneOf(Action.class);
    private final @Nullable Privileges limit;
    private final Map<String, Set<Action>> byIndex = new ConcurrentHashMap<>();

    private Privileges(Collection<Action> cluster, List<IndexGrant> indices, @Nullable Privileges limit) {
        this.cluster = EnumSet.noneOf(Action.class);
        this.cluster.addAll(cluster);
        this.indices = List.copyOf(indices);
        this.limit = limit;
        indices.forEach(grant -> anywhere.addAll(grant.actions()));
        if (limit != null) {
            this.cluster.retainAll(limit.cluster);
            anywhere.retainAll(limit.anywhere);
        }
    }

    static Privileges of(Collection<Action> cluster, List<IndexGrant> indices) {
        return new Privileges(cluster, indices, null);
    }

    /** Returns what is allowed by both. */
    Privileges limitedBy(Privileges other) {
        return new Privileges(cluster, indices, other);
    }

    boolean onCluster(Action action) {
        return cluster.contains(action);
    }

    /** Returns whether there may be an index that the action is allowed on. */
    boolean anywhere(Action action) {
        return anywhere.contains(action);
    }

    boolean onIndex(Action action, String name) {
        Set<Action> cached = byIndex.get(name);
        return (cached == null ? decide(name) : cached).contains(action);
    }

    private Set<Action> decide(String name) {
        Set<Action> allowed = EnumSet.noneOf(Action.class);
        for (IndexGrant grant : indices) {
            if (grant.names().matches(name)) {
                allowed.addAll(grant.actions());
            }
        }
        if (limit != null) {
            allowed.removeIf(action -> !limit.onIndex(action, name));
        }
        if (byIndex.size() < NAMES_CACHED_MAX) {
            byIndex.put(name, allowed);
        }
        return allowed;
    }
}
