package dev.optimist.core.service;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.store.Receipt;

/**
 * Makes the receipt of one request.
 *
 * @param madeAtMillis when it is carried out
 * @param windowMillis how long it may be made again
 */
record Keeping(RequestKey key, long madeAtMillis, long windowMillis) {
    /** Makes the draft of a receipt; the revision of the result does not matter. */
    Receipt receipt(WriteResult result) {
        WriteResult kept = key.keepsSource() ? result : result.withState(Absent.ABSENT);
        byte[] facts = new ReceiptFacts(key.fingerprint(), kept).write();
        return Receipt.draft(key.name(), madeAtMillis, madeAtMillis + windowMillis, facts);
    }
}
