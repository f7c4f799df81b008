package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What an opening holds, to be let go of in reverse order; a failure does not keep the rest from being closed. */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> held = new ArrayDeque<>();

    <T extends AutoCloseable> T hold(T resource) {
        held.push(resource);
        return resource;
    }

    @Override
    public void close() {
        Exception first = null;
        while (!held.isEmpty()) {
            first = close(held.pop(), first);
        }
        if (first instanceof StoreFailedException failed) {
            throw failed;
        }
        if (first != null) {
            throw new StoreFailedException("closing the store failed: " + first, first);
        }
    }

    private static @Nullable Exception close(AutoCloseable resource, @Nullable Exception first) {
        try {
            resource.close();
            return first;
        } catch (Exception e) {
            return first == null ? e : first;
        }
    }
}
