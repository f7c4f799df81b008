package dev.optimist.core.store.rocksdb;

import java.nio.charset.StandardCharsets;

/** The column families of the database. */
enum Family {
    /** The {@link StoreHeader}, and beside it the {@link Receipts}. */
    HEADER("default"),
    DOCUMENTS("documents"),
    /** Every tombstone by the time of its delete, without a value, so that old ones are found. */
    TOMBSTONES("tombstones"),
    SHARDS("shards"),
    CATALOG("catalog");

    private final String familyName;

    Family(String familyName) {
        this.familyName = familyName;
    }

    byte[] nameBytes() {
        return familyName.getBytes(StandardCharsets.UTF_8);
    }
}
