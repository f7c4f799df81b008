package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.nio.file.Path;

/** A second process that opens the store of the folder it is given, and prints what came of it. */
final class StoreProcess {
    private StoreProcess() {}

    public static void main(String[] arguments) {
        try {
            RocksDbStore.open(RocksDbConfiguration.of(Path.of(arguments[0])));
            System.out.println("opened");
        } catch (StoreFailedException e) {
            System.out.println(e.reason());
        }
    }
}
