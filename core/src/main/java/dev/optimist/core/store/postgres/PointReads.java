package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Reads of single documents of one shard, gathered: while one query is under way the next one's documents come together.
 *
 * <h2>Concurrency</h2>
 *
 * {@code underWay} counts queries. Who raises it may take from the queue, and only before its query begins; so a read
 * is answered by a query that began after it.
 */
final class PointReads {
    private static final int QUERIES_MAX = 2;
    private static final int IDS_MAX = 512;
    private static final int WAITING_MAX = 20_000;

    private record Waiting(String id, MonoSink<DocumentState> sink) {}

    private final Database database;
    private final long shard;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    PointReads(Database database, long shard) {
        this.database = database;
        this.shard = shard;
    }

    /** Reads one document; cold. Errors: StoreFailedException, a rejection where too many wait. */
    Mono<DocumentState> load(String id) {
        return Mono.create(sink -> {
            if (waiting.incrementAndGet() > WAITING_MAX) {
                waiting.decrementAndGet();
                sink.error(RequestException.of(
                        ErrorKind.REJECTED,
                        "rejected execution of a read: " + WAITING_MAX + " wait for the database already"));
                return;
            }
            queue.offer(new Waiting(id, sink));
            drain();
        });
    }

    private void drain() {
        while (!queue.isEmpty() && begins()) {
            List<Waiting> taken = take();
            if (taken.isEmpty()) {
                underWay.decrementAndGet();
            } else {
                read(taken);
            }
        }
    }

    private boolean begins() {
        return underWay.getAndUpdate(queries -> Math.min(queries + 1, QUERIES_MAX)) < QUERIES_MAX;
    }

    private List<Waiting> take() {
        List<Waiting> taken = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            taken.add(next);
            if (taken.size() == IDS_MAX) {
                break;
            }
        }
        waiting.addAndGet(-taken.size());
        return taken;
    }

    private void read(List<Waiting> taken) {
        List<String> ids = taken.stream().map(Waiting::id).distinct().toList();
        database.read(connection -> States.read(connection, shard, ids))
                .subscribe(states -> answered(taken, states), failure -> failed(taken, failure));
    }

    private void answered(List<Waiting> taken, Map<String, DocumentState> states) {
        ended();
        taken.forEach(read -> read.sink().success(states.getOrDefault(read.id(), Absent.ABSENT)));
    }

    private void failed(List<Waiting> taken, Throwable failure) {
        ended();
        taken.forEach(read -> read.sink().error(failure));
    }

    private void ended() {
        underWay.decrementAndGet();
        drain();
    }
}
