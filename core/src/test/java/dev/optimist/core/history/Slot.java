package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import org.jspecify.annotations.Nullable;

/** One version of one document, and everything that the history tells about it. */
final class Slot {
    /** Whether a version is a document. */
    enum Life {
        UNTOLD,
        LIVE,
        GONE;

        static Life of(boolean live) {
            return live ? LIVE : GONE;
        }
    }

    final long version;
    /** The first operation that told of this version. */
    final Operation witness;

    @Nullable
    Revision revision;

    @Nullable
    Operation writer;

    Life life = Life.UNTOLD;
    /** The earliest end of an operation that saw this version. */
    long seenNanos;
    /** Not before this moment can the version have existed. */
    long possibleFromNanos = Long.MIN_VALUE;
    /** At this moment at the latest the version existed. */
    long certainByNanos = Long.MAX_VALUE;

    Slot(long version, Operation witness) {
        this.version = version;
        this.witness = witness;
        this.seenNanos = witness.endNanos();
    }

    @Override
    public String toString() {
        return "version " + version + " at " + revision;
    }
}
