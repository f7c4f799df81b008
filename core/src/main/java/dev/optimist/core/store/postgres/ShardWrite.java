package dev.optimist.core.store.postgres;

import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardOutcome;
import dev.optimist.core.store.postgres.ShardTransaction.Result;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One batch's way into a shard, on a connection that it gives back or discards: as one statement where that is likely to
 * do, else step by step.
 */
final class ShardWrite {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Connection connection;
    private final PostgresShard shard;
    private final Database database;
    private final ShardCommit commit;
    private final CommitPlan plan;
    private final BatchId batch;

    ShardWrite(Connection connection, PostgresShard shard, ShardCommit commit, BatchId batch) {
        this.connection = connection;
        this.shard = shard;
        this.database = shard.database();
        this.commit = commit;
        this.plan = new CommitPlan(commit);
        this.batch = batch;
    }

    /** Writes the batch; cold. Errors: what failed, and whether nothing was written or nobody knows. */
    Mono<ShardOutcome> run() {
        List<PutRows> rows = plan.rows();
        Mono<Result> result = shard.calm() && BatchStatement.suits(commit, rows) ? atOnce(rows) : stepByStep(rows);
        return result.map(done -> {
            shard.learn(done.row());
            boolean overtaken = done.outcome().puts().stream().anyMatch(PutOutcome.Overtaken.class::isInstance);
            shard.written(overtaken);
            if (!overtaken) {
                remember(done.outcome().firstSeqNo());
            }
            return done.outcome();
        });
    }

    private void remember(long firstSeqNo) {
        int[] offsets = plan.offsets(put -> true);
        for (int put = 0; put < offsets.length; put++) {
            ShardCommit.Put written = plan.puts().get(put);
            shard.remember(written.id(), written.next().at(firstSeqNo + offsets[put], commit.primaryTerm()));
        }
    }

    private Mono<Result> atOnce(List<PutRows> rows) {
        database.roundTrip();
        Mono<Result> written = BatchStatement.execute(connection, shard, plan, batch, rows)
                .map(row -> Result.allWritten(plan, row))
                .onErrorResume(BatchStatement::overtaken, failure -> Mono.empty());
        return committed(written, next -> Result.allWritten(plan, shard.row().at(next)))
                .switchIfEmpty(Mono.defer(() -> stepByStep(rows)));
    }

    private Mono<Result> stepByStep(List<PutRows> rows) {
        return new ShardTransaction(connection, shard, commit, plan, batch)
                .prepare(rows)
                .timeout(database.timeout())
                .onErrorResume(failure -> {
                    database.note(failure);
                    return database.discard(connection).then(Mono.error(failure));
                })
                .flatMap(result -> result.commits()
                        ? commit(result)
                        : database.release(connection).thenReturn(result));
    }

    private Mono<Result> commit(Result result) {
        database.roundTrip();
        return committed(Mono.from(connection.commitTransaction()).thenReturn(result), next -> result);
    }

    /**
     * Waits for something that contains the COMMIT, which nothing cancels. Where it is not answered, it is settled by
     * reading back: {@code found} makes the result of the next seq_no that the batch has left.
     */
    private Mono<Result> committed(Mono<Result> committing, LongFunction<Result> found) {
        return Detached.of(committing)
                .timeout(database.timeout())
                .flatMap(result -> database.release(connection).thenReturn(result))
                .onErrorResume(failure -> {
                    database.note(failure);
                    return database.discard(connection).then(settle(failure).map(found::apply));
                });
    }

    private Mono<Long> settle(Throwable failure) {
        if (Failures.ofStatement(failure)) {
            return Mono.error(failure);
        }
        return Mono.defer(() -> Settlement.find(database, shard, batch))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE))
                .timeout(database.timeout())
                .onErrorMap(unsettled -> Failures.unknown(database.name(), failure))
                .switchIfEmpty(Mono.error(() -> Failures.nothingWritten(database.name(), failure)));
    }
}
