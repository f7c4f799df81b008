package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The newest version and revision of one document that had been shown by a moment. Moments must not go back. */
final class Floor {
    private record Evidence(
            long nanos, long version, @Nullable Revision revision, Operation witness) {}

    private final Queue<Evidence> pending = new PriorityQueue<>(Comparator.comparingLong(Evidence::nanos));
    private @Nullable Evidence newest;
    private @Nullable Evidence newestRevision;

    /** Notes that from a moment on nobody may see less than this. */
    void rise(long nanos, long version, @Nullable Revision revision, Operation witness) {
        pending.add(new Evidence(nanos, version, revision, witness));
    }

    /** Takes in what was shown before a moment. */
    void advance(long nanos) {
        while (!pending.isEmpty() && pending.element().nanos() < nanos) {
            Evidence shown = pending.remove();
            newest = newest == null || shown.version() > newest.version() ? shown : newest;
            if (shown.revision() != null && newerRevision(shown.revision())) {
                newestRevision = shown;
            }
        }
    }

    private boolean newerRevision(Revision revision) {
        Revision known = revision();
        return known == null || RevisionOrder.before(known, revision);
    }

    long version() {
        return newest == null ? 0 : newest.version();
    }

    @Nullable
    Operation witness() {
        return newest == null ? null : newest.witness();
    }

    @Nullable
    Revision revision() {
        return newestRevision == null ? null : newestRevision.revision();
    }

    @Nullable
    Operation revisionWitness() {
        return newestRevision == null ? null : newestRevision.witness();
    }
}
