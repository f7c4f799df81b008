package dev.optimist.core.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The receipts that an {@link InMemoryStore} keeps.
 *
 * <p><b>Concurrency.</b> Changed under the lock of the {@link InMemoryData} only; read without one.
 */
final class InMemoryReceipts {
    private final Map<String, Receipt> receipts = new ConcurrentHashMap<>();
    private volatile long sizeBytes;

    @Nullable
    Receipt get(String key) {
        return receipts.get(key);
    }

    List<Receipt> all() {
        return List.copyOf(receipts.values());
    }

    void put(Receipt receipt) {
        Receipt before = receipts.put(receipt.key(), receipt);
        grow(receipt.sizeBytes() - (before == null ? 0 : before.sizeBytes()));
    }

    boolean putUnlessKept(Receipt receipt) {
        boolean puts = !isKept(receipt);
        if (puts) {
            put(receipt);
        }
        return puts;
    }

    /** Returns whether another receipt of the same key stands in the way of this one. */
    boolean isKept(Receipt receipt) {
        Receipt kept = receipts.get(receipt.key());
        return kept != null && !kept.expired(receipt.madeAtMillis());
    }

    int forget(long nowMillis) {
        List<Receipt> expired = receipts.values().stream()
                .filter(receipt -> receipt.expired(nowMillis))
                .toList();
        for (Receipt receipt : expired) {
            receipts.remove(receipt.key());
            grow(-receipt.sizeBytes());
        }
        return expired.size();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    private void grow(long bytes) {
        long after = sizeBytes + bytes;
        sizeBytes = after;
    }
}
