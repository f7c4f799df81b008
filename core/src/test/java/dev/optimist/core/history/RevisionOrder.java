package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import java.util.Comparator;

/** The order in which revisions of one shard are committed. */
final class RevisionOrder {
    static final Comparator<Revision> COMMIT_ORDER =
            Comparator.comparingLong(Revision::primaryTerm).thenComparingLong(Revision::seqNo);

    private RevisionOrder() {}

    static boolean before(Revision earlier, Revision later) {
        return COMMIT_ORDER.compare(earlier, later) < 0;
    }
}
