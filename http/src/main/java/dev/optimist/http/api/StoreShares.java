package dev.optimist.http.api;

import dev.optimist.core.service.DocumentService;

/**
 * The bytes of the whole store, shared out by the number of documents: the store does not count them by index.
 *
 * @param documents of all indices, at least 1
 */
record StoreShares(long bytes, long documents) {
    static StoreShares of(DocumentService service) {
        long documents = service.indices().all().stream()
                .mapToLong(index -> service.indices().statistics(index.name()).documents())
                .sum();
        return new StoreShares(service.storeSizeBytes(), Math.max(1, documents));
    }

    /** Returns the share of so many documents. */
    long bytes(long ofDocuments) {
        return (long) ((double) bytes * ofDocuments / documents);
    }
}
