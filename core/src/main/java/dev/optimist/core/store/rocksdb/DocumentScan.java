package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.store.StoredDocument;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import reactor.core.publisher.SynchronousSink;

/**
 * One walk through the live documents of a shard in the order of their ids, over a snapshot.
 *
 * <p>It reads a window at a time and holds no iterator between two of them, so that closing the database never finds one
 * in use.
 *
 * <p><b>Concurrency.</b> Used by one thread at a time.
 */
final class DocumentScan implements AutoCloseable {
    private static final int WINDOW_DOCUMENTS = 256;
    private static final int WINDOW_BYTES = 1 << 20;

    private final Database database;
    private final DatabaseSnapshot snapshot;
    private final Queue<StoredDocument> window = new ArrayDeque<>();
    private byte[] next;
    private boolean last;

    DocumentScan(Database database, int uid) {
        this.database = database;
        this.snapshot = database.snapshot(Keys.firstOf(uid + 1));
        this.next = Keys.firstOf(uid);
    }

    /** Emits the next document or the end. */
    DocumentScan emit(SynchronousSink<StoredDocument> sink) {
        while (window.isEmpty() && !last) {
            database.use("a scan", this::fill);
        }
        StoredDocument document = window.poll();
        if (document == null) {
            sink.complete();
        } else {
            sink.next(document);
        }
        return this;
    }

    @Override
    public void close() {
        snapshot.close();
    }

    private DocumentScan fill(RocksDB open) throws RocksDBException {
        try (RocksIterator documents = open.newIterator(database.handle(Family.DOCUMENTS), snapshot.reads())) {
            documents.seek(next);
            int read = 0;
            for (int bytes = 0; read < WINDOW_DOCUMENTS && bytes < WINDOW_BYTES && documents.isValid(); read++) {
                bytes += add(documents.key(), documents.value());
                documents.next();
            }
            last = !documents.isValid();
            documents.status();
        }
        return this;
    }

    private int add(byte[] key, byte[] value) {
        DocumentState state = StateRecord.read(value);
        if (state.live()) {
            window.add(new StoredDocument(Keys.idOfDocument(key), state));
        }
        next = Arrays.copyOf(key, key.length + 1); // the least key after this one
        return value.length;
    }
}
