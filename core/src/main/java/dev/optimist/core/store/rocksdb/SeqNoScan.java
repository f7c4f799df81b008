package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.StoredDocument;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import reactor.core.publisher.SynchronousSink;

/**
 * A walk through a shard in the order of sequence numbers, over a snapshot.
 *
 * <p>Documents lie in the order of their ids, and an index by sequence number would double every write. So the walk goes
 * over the whole shard several times, and each time selects the next {@value #WINDOW} in one heap: bounded memory, and
 * n/{@value #WINDOW} passes.
 *
 * <p><b>Concurrency.</b> Used by one thread at a time.
 */
final class SeqNoScan implements AutoCloseable {
    private static final int WINDOW = 100_000;
    private static final Comparator<Entry> BY_SEQ_NO = Comparator.comparingLong(Entry::seqNo);

    private final Database database;
    private final DatabaseSnapshot snapshot;
    private final byte[] prefix;
    private Queue<Entry> window = new ArrayDeque<>();
    private long next;
    private boolean last;

    SeqNoScan(Database database, int uid, long fromSeqNo) {
        this.database = database;
        this.snapshot = database.snapshot();
        this.prefix = Keys.firstOf(uid);
        this.next = fromSeqNo;
    }

    /** Emits the next document or the end. */
    SeqNoScan emit(SynchronousSink<StoredDocument> sink) {
        if (window.isEmpty() && !last) {
            window = select();
        }
        Entry entry = window.poll();
        if (entry == null) {
            sink.complete();
        } else {
            sink.next(read(entry));
        }
        return this;
    }

    @Override
    public void close() {
        snapshot.close();
    }

    private StoredDocument read(Entry entry) {
        byte[] value = database.use(
                "a scan", open -> open.get(database.handle(Family.DOCUMENTS), snapshot.reads(), entry.key()));
        if (value == null) {
            throw new StoreFailedException("a scan lost a document that its snapshot holds", null);
        }
        return new StoredDocument(Keys.idOfDocument(entry.key()), StateRecord.read(value));
    }

    private Queue<Entry> select() {
        PriorityQueue<Entry> smallest = new PriorityQueue<>(BY_SEQ_NO.reversed());
        database.use("a scan", open -> pass(open, smallest));
        last = smallest.size() < WINDOW;
        Queue<Entry> ordered = new ArrayDeque<>(smallest.size());
        smallest.stream().sorted(BY_SEQ_NO).forEach(ordered::add);
        next = smallest.isEmpty() ? next : smallest.peek().seqNo() + 1;
        return ordered;
    }

    private PriorityQueue<Entry> pass(RocksDB open, PriorityQueue<Entry> smallest) throws RocksDBException {
        try (RocksIterator documents = open.newIterator(database.handle(Family.DOCUMENTS), snapshot.reads())) {
            for (documents.seek(prefix); documents.isValid(); documents.next()) {
                byte[] key = documents.key();
                if (!Keys.startsWith(prefix, key)) {
                    break;
                }
                offer(smallest, new Entry(StateRecord.readSeqNo(documents.value()), key));
            }
            documents.status();
        }
        return smallest;
    }

    private void offer(PriorityQueue<Entry> smallest, Entry entry) {
        if (entry.seqNo() < next) {
            return;
        }
        smallest.add(entry);
        if (smallest.size() > WINDOW) {
            smallest.poll();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(long seqNo, byte[] key) {}
}
