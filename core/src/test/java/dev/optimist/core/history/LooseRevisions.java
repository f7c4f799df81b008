package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Slot.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Revisions that only conflicts told of, without a version: no acknowledgement or read names them. Where there are as
 * many as the gap has versions, they get those; where there is more room, their versions stay open.
 */
final class LooseRevisions {
    private final VersionChain chain;
    private final Findings findings;

    /** Keyed by the revision; the value is the operation that saw it first. */
    private final NavigableMap<Revision, Operation> loose = new TreeMap<>(RevisionOrder.COMMIT_ORDER);

    LooseRevisions(VersionChain chain, Findings findings) {
        this.chain = chain;
        this.findings = findings;
    }

    void place(List<Operation> operations) {
        operations.forEach(this::collect);
        long before = 0;
        List<Map.Entry<Revision, Operation>> group = new ArrayList<>();
        for (Slot slot : List.copyOf(chain.slots())) {
            if (slot.revision == null) {
                continue;
            }
            while (!loose.isEmpty() && RevisionOrder.before(loose.firstKey(), slot.revision)) {
                group.add(loose.pollFirstEntry());
            }
            placeBetween(before, slot.version, group);
            group.clear();
            before = slot.version;
        }
    }

    /** Returns what is left: revisions newer than every known version, with the operations that saw them first. */
    NavigableMap<Revision, Operation> newest() {
        return loose;
    }

    private void collect(Operation operation) {
        Sighting sighting = operation.sighting();
        if (sighting == null || sighting.revision() == null || sighting.tellsVersion()) {
            return;
        }
        Slot slot = chain.at(sighting.revision());
        if (slot == null) {
            loose.merge(sighting.revision(), operation, (a, b) -> a.endNanos() <= b.endNanos() ? a : b);
        } else {
            chain.learn(slot.version, sighting.revision(), Life.LIVE, operation);
        }
    }

    private void placeBetween(long before, long after, List<Map.Entry<Revision, Operation>> group) {
        long room = after - before - 1;
        if (group.isEmpty()) {
            return;
        }
        if (group.size() > room) {
            Map.Entry<Revision, Operation> first = group.get(0);
            String reason = "a conflict names %s, which no write had".formatted(first.getKey());
            findings.add(Rule.PROVENANCE, reason, first.getValue());
        } else if (group.size() == room) {
            long version = before + 1;
            for (Map.Entry<Revision, Operation> entry : group) {
                chain.learn(version++, entry.getKey(), Life.LIVE, entry.getValue());
            }
        }
    }
}
