package dev.optimist.core.store.rocksdb;

import dev.optimist.core.store.Receipt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The receipts in the database: each by its key, and once more by the time that it is kept until, so that expired ones
 * are found without a look at others.
 *
 * <p><b>Concurrency.</b> Receipts are staged and counted under the writer's lock. What is staged counts once it was
 * {@linkplain #publish published}.
 */
final class Receipts {
    private static final int BATCH = 1_000;

    private final Database database;
    private final Writer writer;
    private volatile long bytes;
    private long stagedBytes;

    Receipts(Database database, Writer writer) {
        this.database = database;
        this.writer = writer;
        byte[] kept = database.get(Family.HEADER, Keys.RECEIPT_BYTES);
        this.bytes = kept == null ? 0 : new RecordReader(kept).readCount();
    }

    @Nullable
    Receipt load(String key) {
        byte[] kept = database.get(Family.HEADER, Keys.receipt(key));
        return kept == null ? null : ReceiptRecord.read(key, kept);
    }

    /** Keeps the receipt of a request that wrote nothing, unless another one of its key is kept. */
    boolean keep(Receipt receipt) {
        return writer.run(write -> {
            Receipt before = load(receipt.key());
            if (before != null && !before.expired(receipt.madeAtMillis())) {
                return false;
            }
            begin();
            stage(receipt);
            end();
            write.sync();
            publish();
            return true;
        });
    }

    /** Begins a batch that may have receipts. */
    void begin() {
        stagedBytes = 0;
    }

    /** Puts a receipt into the batch, in place of one of its key. */
    void stage(Receipt receipt) throws RocksDBException {
        Receipt before = load(receipt.key());
        if (before != null) {
            writer.delete(Family.HEADER, Keys.receiptExpiry(before));
            stagedBytes -= before.sizeBytes();
        }
        writer.put(Family.HEADER, Keys.receipt(receipt.key()), ReceiptRecord.write(receipt));
        writer.put(Family.HEADER, Keys.receiptExpiry(receipt), Database.NOTHING);
        stagedBytes += receipt.sizeBytes();
    }

    /** Ends what a batch has of receipts. */
    void end() throws RocksDBException {
        if (stagedBytes != 0) {
            byte[] counted =
                    new RecordWriter(10).writeVarint(bytes + stagedBytes).toBytes();
            writer.put(Family.HEADER, Keys.RECEIPT_BYTES, counted);
        }
    }

    /** Called once the batch is written. */
    void publish() {
        long after = bytes + stagedBytes;
        bytes = after;
        stagedBytes = 0;
    }

    long sizeBytes() {
        return bytes;
    }

    /** Forgets expired receipts, without a sync; returns how many. */
    int forget(long nowMillis) {
        int forgotten = 0;
        List<byte[]> batch;
        do {
            batch = find(nowMillis);
            forgotten += forget(batch);
        } while (batch.size() == BATCH);
        return forgotten;
    }

    private List<byte[]> find(long nowMillis) {
        return database.use("a look for expired receipts", open -> {
            List<byte[]> found = new ArrayList<>();
            try (RocksIterator entries = open.newIterator(database.handle(Family.HEADER))) {
                for (entries.seek(Keys.RECEIPT_EXPIRIES); entries.isValid() && found.size() < BATCH; entries.next()) {
                    byte[] key = entries.key();
                    if (!Keys.startsWith(Keys.RECEIPT_EXPIRIES, key) || Keys.untilOfReceiptExpiry(key) > nowMillis) {
                        break;
                    }
                    found.add(key);
                }
                entries.status();
            }
            return found;
        });
    }

    private int forget(List<byte[]> expiries) {
        if (expiries.isEmpty()) {
            return 0;
        }
        return writer.run(write -> {
            begin();
            for (byte[] expiry : expiries) {
                forget(write, expiry);
            }
            end();
            write.write();
            publish();
            return expiries.size();
        });
    }

    private void forget(Writer write, byte[] expiry) throws RocksDBException {
        write.delete(Family.HEADER, expiry);
        Receipt kept = load(Keys.keyOfReceiptExpiry(expiry));
        if (kept != null && kept.keptUntilMillis() == Keys.untilOfReceiptExpiry(expiry)) {
            write.delete(Family.HEADER, Keys.receipt(kept.key()));
            stagedBytes -= kept.sizeBytes();
        }
    }
}
