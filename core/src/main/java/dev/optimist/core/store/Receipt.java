package dev.optimist.core.store;

/**
 * What is kept of a write that its client may ask for again under the same key: that it was carried out, and what it
 * answered. The array is shared, not copied.
 *
 * @param key names the request among all of the store; at most 64 ASCII characters
 * @param madeAtMillis when the request was carried out
 * @param keptUntilMillis from then on the receipt counts as absent
 * @param seqNo of the state that was written or found; of a draft, the commit assigns it
 * @param primaryTerm likewise
 * @param facts what the service needs to give the answer again; opaque to the store
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
public record Receipt(String key, long madeAtMillis, long keptUntilMillis, long seqNo, long primaryTerm, byte[] facts) {
    private static final int FIXED_BYTES = 64;

    /** Makes a receipt of a write that is not committed yet. */
    public static Receipt draft(String key, long madeAtMillis, long keptUntilMillis, byte[] facts) {
        return new Receipt(key, madeAtMillis, keptUntilMillis, /* seqNo= */ 0, /* primaryTerm= */ 0, facts);
    }

    /** Returns the same receipt under a revision. */
    public Receipt at(long assignedSeqNo, long assignedTerm) {
        return new Receipt(key, madeAtMillis, keptUntilMillis, assignedSeqNo, assignedTerm, facts);
    }

    public boolean expired(long nowMillis) {
        return keptUntilMillis <= nowMillis;
    }

    /** Returns about how many bytes it takes on the medium. */
    public long sizeBytes() {
        return FIXED_BYTES + 2L * key.length() + facts.length;
    }
}
