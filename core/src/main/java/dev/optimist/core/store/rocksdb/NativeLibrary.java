package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, loaded once for the process out of a folder that nobody else may write to.
 *
 * <p>Left to itself RocksDB unpacks it into the shared temporary folder. Here it is unpacked below the data folder and
 * unlinked as soon as it is mapped.
 */
final class NativeLibrary {
    private static final String PACKED = Environment.getJniLibraryFileName("rocksdb");
    private static final @Nullable String PACKED_FALLBACK = Environment.getFallbackJniLibraryFileName("rocksdb");
    // Where a list of folders is given, RocksDB looks for the library by this name.
    private static final String UNPACKED = Environment.getJniLibraryFileName("rocksdbjni");

    // A library is loaded for a process, so the process has to remember it.
    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load(StoreFolder folder) {
        if (loaded) {
            return;
        }
        try {
            loadFrom(folder.nativeLibrary());
            loaded = true;
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new StoreFailedException(
                    "cannot load RocksDB's native library by way of [" + folder.path() + "]: " + e, e);
        }
    }

    private static void loadFrom(Path folder) throws IOException {
        Path unpacked = folder.resolve(UNPACKED);
        // What a process leaves that was killed right here.
        Files.deleteIfExists(unpacked);
        Files.deleteIfExists(folder);
        Files.createDirectory(folder, StoreFolder.ownerOnly());
        try (InputStream packed = open()) {
            Files.copy(packed, unpacked);
            RocksDB.loadLibrary(List.of(folder.toString()));
        } finally {
            Files.deleteIfExists(unpacked);
            Files.delete(folder);
        }
    }

    private static InputStream open() throws IOException {
        ClassLoader loader = RocksDB.class.getClassLoader();
        InputStream packed = loader.getResourceAsStream(PACKED);
        if (packed == null && PACKED_FALLBACK != null) {
            packed = loader.getResourceAsStream(PACKED_FALLBACK);
        }
        if (packed == null) {
            throw new IOException("[" + PACKED + "] is not shipped");
        }
        return packed;
    }
}
