package dev.optimist.core.store.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a damaged log, which RocksDB writes to its own diary only. */
final class DamagedLog {
    private static final Pattern DROPPING = Pattern.compile("(\\d+\\.log): dropping");

    private DamagedLog() {}

    /** Returns words that name the damaged log of a database that was refused, or nothing where there is none. */
    static String named(Path database) {
        try {
            Matcher line = DROPPING.matcher(Files.readString(database.resolve("LOG"), StandardCharsets.ISO_8859_1));
            return line.find() ? " with the damaged log [" + database.resolve(line.group(1)) + "]" : "";
        } catch (IOException e) {
            return "";
        }
    }
}
