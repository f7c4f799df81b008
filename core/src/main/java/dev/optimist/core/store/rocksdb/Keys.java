package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.Receipt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the database, big-endian where numbers are in them.
 *
 * <ul>
 *   <li>document: shard uid (4 bytes), id (UTF-8)
 *   <li>tombstone: shard uid (4 bytes), time of the delete (8 bytes, in order also before 1970), id (UTF-8)
 *   <li>shard: index uuid (UTF-8), a zero byte, shard number (4 bytes)
 *   <li>receipt: 'r', its key (UTF-8)
 *   <li>receipt by time: 't', the time it is kept until (8 bytes), its key (UTF-8)
 * </ul>
 */
final class Keys {
    private static final int UID = Integer.BYTES;
    private static final int UNTIL = 1;

    /** Where the size of all receipts is kept. */
    static final byte[] RECEIPT_BYTES = {'b'};

    /** What the keys of receipts by time begin with. */
    static final byte[] RECEIPT_EXPIRIES = {'t'};

    private Keys() {}

    static byte[] document(int uid, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[UID + text.length];
        putUid(key, uid);
        System.arraycopy(text, 0, key, UID, text.length);
        return key;
    }

    static String idOfDocument(byte[] key) {
        return new String(key, UID, key.length - UID, StandardCharsets.UTF_8);
    }

    /** Returns the shard that the key of a document or tombstone begins with. */
    static int uidOf(byte[] key) {
        if (key.length < UID) {
            throw new StoreFailedException("a key of [" + key.length + "] bytes is damaged", null);
        }
        return ByteBuffer.wrap(key).getInt();
    }

    static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    static byte[] tombstone(int uid, long deletedAtMillis, String id) {
        return tombstone(uid, deletedAtMillis, id.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a key that is less than every tombstone of that time or later. */
    static byte[] tombstonesFrom(int uid, long deletedAtMillis) {
        return tombstone(uid, deletedAtMillis, new byte[0]);
    }

    static long deletedAtOfTombstone(byte[] key) {
        return ByteBuffer.wrap(key).getLong(UID) ^ Long.MIN_VALUE;
    }

    static byte[] documentOfTombstone(byte[] key) {
        byte[] document = Arrays.copyOf(key, key.length - Long.BYTES);
        System.arraycopy(key, UID + Long.BYTES, document, UID, document.length - UID);
        return document;
    }

    /** Returns what the keys of a shard's documents and tombstones begin with, and are not less than. */
    static byte[] firstOf(int uid) {
        byte[] key = new byte[UID];
        putUid(key, uid);
        return key;
    }

    static byte[] shard(ShardId id) {
        byte[] prefix = shardsOf(id.indexUuid());
        return ByteBuffer.allocate(prefix.length + Integer.BYTES)
                .put(prefix)
                .putInt(id.number())
                .array();
    }

    static ShardId shardOf(byte[] key) {
        int uuid = key.length - Integer.BYTES - 1;
        if (uuid < 1 || key[uuid] != 0) {
            throw new StoreFailedException("the key of a shard is damaged", null);
        }
        String text = new String(key, 0, uuid, StandardCharsets.UTF_8);
        return new ShardId(text, ByteBuffer.wrap(key).getInt(uuid + 1));
    }

    /** Returns what the keys of an index's shards begin with. */
    static byte[] shardsOf(String indexUuid) {
        byte[] text = indexUuid.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(text, text.length + 1);
    }

    static byte[] receipt(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put((byte) 'r').put(text).array();
    }

    /** Returns whether an entry of the header's family is a receipt. */
    static boolean isReceipt(byte[] key) {
        return key.length > 1 && key[0] == 'r';
    }

    static byte[] receiptExpiry(Receipt receipt) {
        byte[] text = receipt.key().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(UNTIL + Long.BYTES + text.length)
                .put(RECEIPT_EXPIRIES)
                .putLong(receipt.keptUntilMillis() ^ Long.MIN_VALUE)
                .put(text)
                .array();
    }

    static long untilOfReceiptExpiry(byte[] key) {
        return ByteBuffer.wrap(key).getLong(UNTIL) ^ Long.MIN_VALUE;
    }

    static String keyOfReceiptExpiry(byte[] key) {
        int from = UNTIL + Long.BYTES;
        return new String(key, from, key.length - from, StandardCharsets.UTF_8);
    }

    static boolean startsWith(byte[] prefix, byte[] key) {
        return key.length >= prefix.length && Arrays.equals(prefix, 0, prefix.length, key, 0, prefix.length);
    }

    private static byte[] tombstone(int uid, long deletedAtMillis, byte[] id) {
        return ByteBuffer.allocate(UID + Long.BYTES + id.length)
                .putInt(uid)
                .putLong(deletedAtMillis ^ Long.MIN_VALUE)
                .put(id)
                .array();
    }

    private static void putUid(byte[] key, int uid) {
        key[0] = (byte) (uid >>> 24);
        key[1] = (byte) (uid >>> 16);
        key[2] = (byte) (uid >>> 8);
        key[3] = (byte) uid;
    }
}
