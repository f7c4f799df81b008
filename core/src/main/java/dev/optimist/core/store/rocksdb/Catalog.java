package dev.optimist.core.store.rocksdb;

import dev.optimist.core.store.CatalogEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksIterator;

/** The catalog's entries in the database. */
final class Catalog {
    private final Database database;
    private final Writer writer;

    Catalog(Database database, Writer writer) {
        this.database = database;
        this.writer = writer;
    }

    List<CatalogEntry> read() {
        return database.use("reading the catalog", open -> {
            List<CatalogEntry> found = new ArrayList<>();
            try (RocksIterator entries = open.newIterator(database.handle(Family.CATALOG))) {
                for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                    found.add(new CatalogEntry(new String(entries.key(), StandardCharsets.UTF_8), entries.value()));
                }
                entries.status();
            }
            return found;
        });
    }

    CatalogEntry put(CatalogEntry entry) {
        return writer.run(write -> {
            write.put(Family.CATALOG, key(entry.key()), entry.value());
            write.sync();
            return entry;
        });
    }

    String delete(String key) {
        return writer.run(write -> {
            write.delete(Family.CATALOG, key(key));
            write.sync();
            return key;
        });
    }

    private static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
