package dev.optimist.core.service;

import dev.optimist.core.document.WriteResult;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.service.DocumentWrites.Placed;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Keeps the writes of one request in order, document by document, where one of them has to wait before it takes effect.
 *
 * <h2>Concurrency</h2>
 *
 * A document stands in {@code queues} while a write of it waits; the end of that write begins those behind it, until
 * one waits again or none is left. Writes are queued and documents removed in one step of the map each, so none is
 * overlooked. {@link #take} is subscribed to by one thread at a time.
 */
final class DocumentTurns {
    private record Key(Shard shard, String id) {
        static Key of(Placed write) {
            return new Key(write.shard(), write.id());
        }
    }

    private record Turn(Placed write, MonoSink<WriteResult> sink) {}

    private final DocumentWrites writes;
    private final Map<Key, Queue<Turn>> queues = new ConcurrentHashMap<>();

    DocumentTurns(DocumentWrites writes) {
        this.writes = writes;
    }

    /**
     * Carries a write out after those of its document that were subscribed to before; cold. Where none of them waits and
     * it need not wait either, it has taken effect when the subscription returns. After a cancel nothing more is begun.
     */
    Mono<WriteResult> take(Placed write) {
        return Mono.defer(() -> {
            boolean othersWait = !queues.isEmpty() && queues.containsKey(Key.of(write));
            Optional<Mono<WriteResult>> now = othersWait ? Optional.empty() : writes.writeNow(write);
            return now.orElseGet(() -> Mono.create(sink -> enter(new Turn(write, sink))));
        });
    }

    private void enter(Turn turn) {
        Key key = Key.of(turn.write);
        Queue<Turn> queue = queues.computeIfPresent(key, (same, turns) -> {
            turns.add(turn);
            return turns;
        });
        if (queue == null && !begin(turn)) {
            queues.put(key, new ConcurrentLinkedQueue<>());
            await(turn, key);
        }
    }

    /** Begins a write; false where it has to wait, and nothing was done. */
    private boolean begin(Turn turn) {
        try {
            Optional<Mono<WriteResult>> now = writes.writeNow(turn.write);
            now.ifPresent(answer -> subscribe(answer, turn.sink));
            return now.isPresent();
        } catch (DocumentException refused) {
            turn.sink.error(refused);
            return true;
        }
    }

    private void await(Turn turn, Key key) {
        Mono<WriteResult> answer = Mono.defer(() -> writes.write(turn.write)).doOnTerminate(() -> goOn(key));
        subscribe(answer, turn.sink);
    }

    private void goOn(Key key) {
        for (Turn next = next(key); next != null; next = next(key)) {
            if (!begin(next)) {
                await(next, key);
                return;
            }
        }
    }

    /** Returns the next write of a document; null, and the document forgotten, where there is none. */
    private @Nullable Turn next(Key key) {
        Queue<Turn> queue = queues.computeIfPresent(key, (same, turns) -> turns.isEmpty() ? null : turns);
        return queue == null ? null : queue.poll();
    }

    private static void subscribe(Mono<WriteResult> answer, MonoSink<WriteResult> sink) {
        sink.onDispose(answer.subscribe(sink::success, sink::error, sink::success));
    }
}
