package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import org.rocksdb.RocksDBException;

/** RocksDB's failures as the store signals them: RocksDB's text names the file, ours what was being done. */
final class Failures {
    private Failures() {}

    static StoreFailedException of(String doing, RocksDBException cause) {
        return new StoreFailedException(doing + " failed: " + cause.getMessage(), cause);
    }

    static StoreFailedException closed() {
        return new StoreFailedException("the store is closed", null);
    }
}
