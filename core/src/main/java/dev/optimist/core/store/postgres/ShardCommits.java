package dev.optimist.core.store.postgres;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardOutcome;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Commits batches: each shard's part in a transaction of its own, all at the same time. */
final class ShardCommits {
    private final String writer;
    private final LongAdder overtaken = new LongAdder();

    ShardCommits(String writer) {
        this.writer = writer;
    }

    long overtaken() {
        return overtaken.sum();
    }

    /** Commits; cold. Fails where all parts have failed; where some have, their puts say so. */
    Mono<List<ShardOutcome>> commit(List<ShardCommit> commits) {
        return Flux.fromIterable(commits)
                .flatMapSequential(commit -> Detached.of(one(commit)), Integer.MAX_VALUE)
                .collectList()
                .flatMap(ShardCommits::unlessAllFailed);
    }

    private static Mono<List<ShardOutcome>> unlessAllFailed(List<ShardOutcome> outcomes) {
        boolean allFailed = !outcomes.isEmpty()
                && outcomes.stream().allMatch(outcome -> outcome.puts().get(0) instanceof PutOutcome.Failed);
        return allFailed && outcomes.get(0).puts().get(0) instanceof PutOutcome.Failed failed
                ? Mono.error(failed.cause())
                : Mono.just(outcomes);
    }

    private Mono<ShardOutcome> one(ShardCommit commit) {
        PostgresShard shard = (PostgresShard) commit.shard();
        return Mono.defer(() -> {
                    long current = shard.primaryTerm();
                    if (commit.primaryTerm() != current) {
                        throw StoreFailedException.staleTerm(shard.id(), commit.primaryTerm(), current);
                    }
                    BatchId batch = new BatchId(writer, shard.nextBatch());
                    return shard.database()
                            .acquireForCommit()
                            .flatMap(connection -> new ShardWrite(connection, shard, commit, batch).run());
                })
                .doOnNext(this::count)
                .onErrorResume(failure -> Mono.just(failed(shard, commit, failure)));
    }

    private void count(ShardOutcome outcome) {
        overtaken.add(outcome.puts().stream()
                .filter(PutOutcome.Overtaken.class::isInstance)
                .count());
    }

    private static ShardOutcome failed(PostgresShard shard, ShardCommit commit, Throwable failure) {
        PutOutcome outcome =
                new PutOutcome.Failed(Failures.nothingWritten(shard.database().name(), failure));
        return new ShardOutcome(
                shard.nextSeqNo(), commit.puts().stream().map(put -> outcome).toList());
    }
}
