package dev.optimist.core.store.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import org.jspecify.annotations.Nullable;

/** What this node has written of the shards last, as guesses of what is there now; within bounds. */
final class LastSeen {
    /** Bytes of an entry beyond its source. */
    private static final int ENTRY_BYTES = 300;

    private record Key(long shard, String id) {}

    private final long entryBytesMax;
    private final Cache<Key, DocumentState> states;

    LastSeen(long bytesMax) {
        entryBytesMax = bytesMax / 100;
        states = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .<Key, DocumentState>weigher((key, state) -> bytes(state))
                .executor(Runnable::run)
                .build();
    }

    private static int bytes(DocumentState state) {
        return ENTRY_BYTES
                + (state instanceof Document document ? document.source().length() : 0);
    }

    /** Returns the state that was written last; null where it is not known any more. */
    @Nullable
    DocumentState find(long shard, String id) {
        return states.getIfPresent(new Key(shard, id));
    }

    void put(long shard, String id, DocumentState written) {
        Key key = new Key(shard, id);
        if (bytes(written) > entryBytesMax) {
            states.invalidate(key);
        } else {
            states.put(key, written);
        }
    }

    /** Takes over what was read, where there is a guess that may be wrong. */
    void correct(long shard, String id, DocumentState read) {
        boolean keeps = read.version() > 0 && bytes(read) <= entryBytesMax;
        states.asMap().computeIfPresent(new Key(shard, id), (key, guess) -> keeps ? read : null);
    }

    void clear() {
        states.invalidateAll();
    }
}
