package dev.optimist.core.service;

import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The results of a group of items, gathered in one array: operators for each item would cost more than the item.
 *
 * <p><b>Concurrency.</b> One thread adds and awaits; each place of the array has one writer, and whoever brings {@code
 * missing} to 0 sees all of them.
 */
final class BulkGroup {
    private final MonoSink<List<BulkResult>> sink;
    private final BulkResult[] results;
    private final Item[] items;
    private final AtomicInteger missing;
    private volatile boolean over;
    private int next;

    /**
     * @param sink is told all results in their order, once the last is known; or a failure that is nobody's result
     */
    BulkGroup(int size, MonoSink<List<BulkResult>> sink) {
        this.sink = sink;
        this.results = new BulkResult[size];
        this.items = new Item[size];
        this.missing = new AtomicInteger(size);
        sink.onCancel(this::stop);
    }

    /** Takes a result that is known. */
    void add(BulkResult result) {
        put(next++, result);
    }

    /** Begins a write, of which the next result will be; not after a cancel. */
    void await(String id, Mono<WriteResult> write) {
        int place = next++;
        if (over) {
            return;
        }
        Item item = new Item(place, id);
        items[place] = item;
        write.subscribe(item);
        if (over) {
            item.cancel();
        }
    }

    private void put(int place, BulkResult result) {
        results[place] = result;
        if (missing.decrementAndGet() == 0) {
            sink.success(Arrays.asList(results));
        }
    }

    private void fail(Throwable failure) {
        stop();
        sink.error(failure);
    }

    private void stop() {
        over = true;
        for (Item item : items) {
            if (item != null) {
                item.cancel();
            }
        }
    }

    /** Waits for one write. */
    private final class Item implements CoreSubscriber<WriteResult> {
        private final int place;
        private final String id;
        private volatile @Nullable Subscription subscription;

        Item(int place, String id) {
            this.place = place;
            this.id = id;
        }

        @Override
        public void onSubscribe(Subscription begun) {
            subscription = begun;
            begun.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(WriteResult result) {
            put(place, new BulkResult.Done(result));
        }

        @Override
        public void onError(Throwable failure) {
            if (failure instanceof DocumentException known) {
                put(place, new BulkResult.Failed(id, known));
            } else {
                fail(failure);
            }
        }

        @Override
        public void onComplete() {
            // with its result, or not at all
        }

        void cancel() {
            Subscription begun = subscription;
            if (begun != null) {
                begun.cancel();
            }
        }
    }
}
