package dev.optimist.core.store.rocksdb;

import dev.optimist.core.store.StoredDocument;
import java.util.ArrayDeque;
import java.util.Queue;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import reactor.core.publisher.SynchronousSink;

/**
 * A walk through a shard in the order of sequence numbers, over a snapshot.
 *
 * <p>Documents lie in the order of their ids, and an index by sequence number would double every write. So the walk goes
 * over the whole shard several times and each time selects the next ones, as many as fit a {@link SeqNoWindow}: bounded
 * memory, and as many passes as windows.
 *
 * <p><b>Concurrency.</b> Used by one thread at a time.
 */
final class SeqNoScan implements AutoCloseable {
    private final Database database;
    private final DatabaseSnapshot snapshot;
    private final byte[] prefix;
    private final byte[] head = new byte[StateRecord.HEAD_LENGTH_MAX];
    private Queue<SeqNoWindow.Entry> selected = new ArrayDeque<>();
    private long next;
    private boolean last;

    SeqNoScan(Database database, int uid, long fromSeqNo) {
        this.database = database;
        this.snapshot = database.snapshot(Keys.firstOf(uid + 1));
        this.prefix = Keys.firstOf(uid);
        this.next = fromSeqNo;
    }

    /** Emits the next document or the end. */
    SeqNoScan emit(SynchronousSink<StoredDocument> sink) {
        if (selected.isEmpty() && !last) {
            select();
        }
        SeqNoWindow.Entry entry = selected.poll();
        if (entry == null) {
            sink.complete();
        } else {
            sink.next(new StoredDocument(Keys.idOfDocument(entry.key()), StateRecord.read(entry.value())));
        }
        return this;
    }

    @Override
    public void close() {
        snapshot.close();
    }

    private void select() {
        SeqNoWindow window = database.use("a scan", this::pass);
        last = window.complete();
        next = window.nextSeqNo();
        selected = window.inOrder();
    }

    private SeqNoWindow pass(RocksDB open) throws RocksDBException {
        SeqNoWindow window = new SeqNoWindow(next);
        try (RocksIterator documents = open.newIterator(database.handle(Family.DOCUMENTS), snapshot.reads())) {
            for (documents.seek(prefix); documents.isValid(); documents.next()) {
                documents.value(head);
                long seqNo = StateRecord.readSeqNo(head);
                if (window.wants(seqNo)) {
                    window.add(seqNo, documents.key(), documents.value());
                }
            }
            documents.status();
        }
        return window;
    }
}
