package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each revision of each shard names: rules unique and (where a restart lies between) term. */
final class RevisionRegistry {
    private record Name(Object shard, Revision revision) {}

    private record ShardName(String index, int shard) {}

    private final Map<Name, Operation> known = new HashMap<>();
    private final Restarts restarts;
    private final Findings findings;

    RevisionRegistry(Restarts restarts, Findings findings) {
        this.restarts = restarts;
        this.findings = findings;
    }

    void add(Operation operation) {
        Sighting sighting = operation.sighting();
        if (sighting == null || sighting.revision() == null) {
            return;
        }
        Name name = new Name(shard(operation.document()), sighting.revision());
        Operation other = known.putIfAbsent(name, operation);
        if (other == null) {
            return;
        }
        if (clash(operation, other)) {
            boolean restarted = restarts.between(other.startNanos(), operation.endNanos());
            Rule rule = restarted ? Rule.TERM : Rule.UNIQUE;
            findings.add(rule, sighting.revision() + " names two contents", other, operation);
        } else if (telling(operation) > telling(other)) {
            known.put(name, operation);
        }
    }

    private static Object shard(DocumentKey document) {
        return document.shard() == DocumentKey.UNKNOWN_SHARD
                ? document
                : new ShardName(document.index(), document.shard());
    }

    private static boolean clash(Operation one, Operation other) {
        Sighting a = one.sighting();
        Sighting b = other.sighting();
        if (a == null || b == null) {
            return false;
        }
        return !one.document().equals(other.document())
                || (a.tellsVersion() && b.tellsVersion() && a.version() != b.version())
                || differ(a.nonce(), b.nonce())
                || a.live() != b.live();
    }

    private static boolean differ(@Nullable String a, @Nullable String b) {
        return a != null && b != null && !a.equals(b);
    }

    private static int telling(Operation operation) {
        Sighting sighting = operation.sighting();
        if (sighting == null) {
            return 0;
        }
        return (sighting.tellsVersion() ? 1 : 0) + (sighting.nonce() == null ? 0 : 1);
    }
}
