package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifest of a database on disk: the log that says which tables there are.
 *
 * <p>RocksDB takes a manifest that ends early for one that a crash cut short, and deletes the tables that it does not
 * name. So its length is checked before RocksDB sees it. It looks for ever for the end of a record of a kind that only
 * recycled logs have, so the kinds are checked too. (Blocks of 32 KiB; a record is a checksum of 4 bytes, 2 of length, 1
 * of kind, and what it holds: RocksDB's wiki, "Write Ahead Log File Format".)
 */
final class Manifest {
    private static final Pattern NAME = Pattern.compile("/?MANIFEST-(\\d+)\\s*");

    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int KIND_MAX = 4;

    private Manifest() {}

    /** Returns the number of the manifest among the files of a database, 0 for none. */
    static long number(List<String> files) {
        return files.stream().mapToLong(Manifest::number).max().orElse(0);
    }

    static Path path(Path database, long number) {
        return database.resolve(String.format(Locale.ROOT, "MANIFEST-%06d", number));
    }

    /** Refuses a database whose manifest is older or shorter than it has been. */
    static void requireAsLongAs(Path database, Mark mark) {
        Path current = database.resolve("CURRENT");
        if (!Files.exists(current)) {
            throw new StoreFailedException(
                    "[" + current + "] is missing: the database has been written up to sequence number ["
                            + mark.sequence() + "]",
                    null);
        }
        try {
            requireAsLongAs(database, number(Files.readString(current)), mark);
        } catch (IOException e) {
            throw new StoreFailedException("cannot read the manifest of [" + database + "]: " + e, e);
        }
    }

    private static void requireAsLongAs(Path database, long number, Mark mark) throws IOException {
        if (number < mark.manifest()) {
            throw new StoreFailedException(
                    String.format(
                            Locale.ROOT,
                            "[%s] is damaged: it names manifest [%d], the database has used manifest [%d]",
                            database.resolve("CURRENT"),
                            number,
                            mark.manifest()),
                    null);
        }
        Path manifest = path(database, number);
        if (number == mark.manifest() && Files.exists(manifest) && Files.size(manifest) < mark.manifestBytes()) {
            throw new StoreFailedException(
                    String.format(
                            Locale.ROOT,
                            "[%s] is damaged: of [%d] bytes that were durable [%d] are left",
                            manifest,
                            mark.manifestBytes(),
                            Files.size(manifest)),
                    null);
        }
    }

    /** Refuses a database whose manifest has records of a kind that no manifest has. */
    static void requireKnownRecords(Path database) {
        Path current = database.resolve("CURRENT");
        try {
            Path manifest = path(database, Files.exists(current) ? number(Files.readString(current)) : 0);
            if (Files.exists(manifest)) {
                requireKnownRecords(manifest, Files.readAllBytes(manifest));
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot read the manifest of [" + database + "]: " + e, e);
        }
    }

    private static void requireKnownRecords(Path manifest, byte[] log) {
        int at = 0;
        while (at + HEADER_BYTES <= log.length) {
            int left = BLOCK_BYTES - at % BLOCK_BYTES;
            if (left < HEADER_BYTES) {
                at += left;
                continue;
            }
            int kind = log[at + 6] & 0xff;
            if (kind > KIND_MAX) {
                throw new StoreFailedException(
                        String.format(
                                Locale.ROOT,
                                "[%s] is damaged: its record at [%d] is of the unknown kind [%d]",
                                manifest,
                                at,
                                kind),
                        null);
            }
            at += HEADER_BYTES + (log[at + 4] & 0xff) + ((log[at + 5] & 0xff) << 8);
        }
    }

    private static long number(String file) {
        Matcher name = NAME.matcher(file);
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }
}
