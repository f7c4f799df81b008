package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** The folder of a store and the names of what is in it. */
record StoreFolder(Path path) {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    Path lock() {
        return path.resolve("optimist.lock");
    }

    Path highWaterMark() {
        return path.resolve("high-water-mark");
    }

    Path database() {
        return path.resolve("db");
    }

    /** There in a copy that has not been opened yet. */
    Path copyStamp() {
        return path.resolve("checkpoint");
    }

    Path nativeLibrary() {
        return path.resolve("native");
    }

    /** Returns whether the database has tables, which RocksDB would delete were it to make a new one. */
    boolean hasTables() {
        try (Stream<Path> files = Files.list(database())) {
            return files.anyMatch(file -> file.toString().endsWith(".sst"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes the folder, for its owner alone, where there is none. */
    void make() {
        try {
            Files.createDirectories(path, ownerOnly());
        } catch (IOException e) {
            throw new StoreFailedException("cannot make the data folder [" + path + "]: " + e, e);
        }
    }

    /** Makes the entries of the folder durable. */
    void sync() {
        if (!POSIX) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(/* metaData= */ true);
        } catch (IOException e) {
            throw new StoreFailedException("cannot sync the data folder [" + path + "]: " + e, e);
        }
    }

    static FileAttribute<?>[] ownerOnly() {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
