package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What this node has written of the shards last, as guesses of what is there now; within bounds.
 *
 * <h2>Concurrency</h2>
 *
 * Two generations: what is used moves to the young one, and once that is full it becomes the old one, whose rest is
 * forgotten. Who comes while they turn loses a guess at most.
 */
final class LastSeen {
    private static final int ENTRY_BYTES = 300;

    private record Key(long shard, String id) {}

    private final long bytesMax;
    private final AtomicLong youngBytes = new AtomicLong();
    private volatile ConcurrentMap<Key, DocumentState> young = new ConcurrentHashMap<>();
    private volatile ConcurrentMap<Key, DocumentState> old = new ConcurrentHashMap<>();

    LastSeen(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Returns the state that was written last; null where it is not known any more. */
    @Nullable
    DocumentState find(long shard, String id) {
        Key key = new Key(shard, id);
        DocumentState known = young.get(key);
        if (known != null) {
            return known;
        }
        DocumentState before = old.remove(key);
        if (before != null) {
            put(key, before);
        }
        return before;
    }

    void put(long shard, String id, DocumentState written) {
        put(new Key(shard, id), written);
    }

    private void put(Key key, DocumentState written) {
        long bytes = ENTRY_BYTES
                + (written instanceof Document document ? document.source().length() : 0L);
        if (bytes > bytesMax / 100) {
            young.remove(key);
        } else if (young.put(key, written) == null && youngBytes.addAndGet(bytes) > bytesMax / 2) {
            youngBytes.set(0);
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    /** Takes over what was read, where there is a guess that may be wrong. */
    void correct(long shard, String id, DocumentState read) {
        Key key = new Key(shard, id);
        boolean guessed = old.remove(key) != null || young.containsKey(key);
        if (guessed && read.version() > 0) {
            put(key, read);
        } else if (guessed) {
            young.remove(key);
        }
    }

    void clear() {
        youngBytes.set(0);
        young = new ConcurrentHashMap<>();
        old = new ConcurrentHashMap<>();
    }
}
