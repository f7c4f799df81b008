package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, loaded once for the process out of a folder that nobody else may write to.
 *
 * <p>Left to itself RocksDB unpacks it into the shared temporary folder at each start. Here it is unpacked below the
 * data folder and stays there, to be used again while it equals what is in the jar.
 */
final class NativeLibrary {
    // Where a list of folders is given, RocksDB looks for the library by this name.
    private static final String UNPACKED = Environment.getJniLibraryFileName("rocksdbjni");

    // A library is loaded for a process, so the process has to remember it.
    private static boolean loaded;

    private NativeLibrary() {}

    /** Finds out what the library for this machine is called, which asks a process for the C library in use. */
    static void find() {
        names();
    }

    static synchronized void load(StoreFolder folder) {
        if (loaded) {
            return;
        }
        try {
            loadFrom(folder.nativeLibrary());
            loaded = true;
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new StoreFailedException(
                    "cannot load RocksDB's native library from [" + folder.nativeLibrary() + "]: " + e, e);
        }
    }

    private static void loadFrom(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, StoreFolder.ownerOnly());
        }
        Path unpacked = folder.resolve(UNPACKED);
        URL packed = packed();
        if (!equalsPacked(unpacked, packed)) {
            try (InputStream in = packed.openStream()) {
                Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        RocksDB.loadLibrary(List.of(folder.toString()));
    }

    private static URL packed() throws IOException {
        for (String name : names()) {
            URL packed = RocksDB.class.getClassLoader().getResource(name);
            if (packed != null) {
                return packed;
            }
        }
        throw new IOException("none of " + names() + " is shipped");
    }

    private static List<String> names() {
        String name = Environment.getJniLibraryFileName("rocksdb");
        String fallback = Environment.getFallbackJniLibraryFileName("rocksdb");
        return fallback == null ? List.of(name) : List.of(name, fallback);
    }

    private static boolean equalsPacked(Path unpacked, URL packed) throws IOException {
        if (!Files.isRegularFile(unpacked) || !(packed.openConnection() instanceof JarURLConnection jar)) {
            return false;
        }
        return checksum(unpacked) == jar.getJarEntry().getCrc();
    }

    private static long checksum(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            CRC32 checksum = new CRC32();
            checksum.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            return checksum.getValue();
        }
    }
}
