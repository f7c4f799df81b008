package dev.optimist.core.update;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.engine.Answer;
import dev.optimist.core.engine.Observation;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.update.DocumentUpdate.Plan;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Read, compute, compareAndSet: carries an update out, and again after a lost race.
 *
 * <p>The read may be of a state that is still on its way to disk; whatever is answered is durable.
 */
public final class Updates {
    /** Which document an update is for. */
    public record Target(String index, Shard shard, String id) {}

    private final EngineObserver observer;

    public Updates(EngineObserver observer) {
        this.observer = observer;
    }

    /**
     * Updates a document; cold.
     *
     * @param condition must hold of the document that is found
     * @param retriesMax how many times to try again after a lost race
     * @return the durable state, with what was done; errors: document_missing_exception, version conflict, those of
     *     {@link Shard#replace}
     */
    public Mono<Answer.Written> update(Target target, DocumentUpdate update, WriteCondition condition, int retriesMax) {
        return attempt(target, update, condition)
                .retryWhen(new RetryOnConflict(
                        retriesMax,
                        (retry, pauseNanos) -> observer.retried(target.index(), target.id(), retry, pauseNanos)))
                .onErrorResume(LostRaceException.class, lost -> exhausted(target, lost, retriesMax));
    }

    private Mono<Answer.Written> attempt(Target target, DocumentUpdate update, WriteCondition condition) {
        return target.shard().observe(target.id()).flatMap(seen -> {
            Plan plan = update.plan(seen.state());
            if (plan == Plan.Nothing.MISSING) {
                return missing(target, seen);
            }
            Optional<Conflict> conflict = condition.check(seen.state());
            if (conflict.isPresent()) {
                return seen.pending()
                        ? target.shard().durable(seen).then(attempt(target, update, condition))
                        : conflict(target, conflict.get());
            }
            return plan instanceof Plan.Write write
                    ? replace(target, update, condition, seen, write)
                    : noop(target, seen);
        });
    }

    private Mono<Answer.Written> missing(Target target, Observation seen) {
        return target.shard()
                .durable(seen)
                .then(Mono.error(() -> ShardException.documentMissing(
                        target.index(), target.shard().id(), target.id())));
    }

    private Mono<Answer.Written> conflict(Target target, Conflict conflict) {
        observer.conflicted(target.index(), target.id(), OperationKind.UPDATE, conflict.cause());
        return Mono.error(
                ShardException.versionConflict(target.index(), target.shard().id(), target.id(), conflict));
    }

    private static Mono<Answer.Written> noop(Target target, Observation seen) {
        return target.shard().durable(seen).map(state -> new Answer.Written(state, Outcome.NOOP));
    }

    private Mono<Answer.Written> replace(
            Target target, DocumentUpdate update, WriteCondition condition, Observation seen, Plan.Write write) {
        return target.shard().replace(seen, write.decision()).flatMap(answer -> {
            if (answer instanceof Answer.Written written) {
                return Mono.just(written);
            }
            if (answer == Answer.Lost.OVERTAKEN) {
                return attempt(target, update, condition);
            }
            observer.conflicted(target.index(), target.id(), OperationKind.UPDATE, Cause.SEQ_NO);
            return Mono.error(new LostRaceException(seen));
        });
    }

    /** The race was lost once too often: the 409 names what was read and what is there now, both durable. */
    private Mono<Answer.Written> exhausted(Target target, LostRaceException lost, int retriesMax) {
        if (retriesMax > 0) {
            observer.retriesExhausted(target.index(), target.id(), retriesMax);
        }
        Shard shard = target.shard();
        return shard.durable(lost.observation())
                .zipWith(shard.read(target.id()), (read, current) -> lostRace(read, current))
                .flatMap(conflict ->
                        Mono.error(ShardException.versionConflict(target.index(), shard.id(), target.id(), conflict)));
    }

    private static Conflict lostRace(DocumentState read, DocumentState current) {
        return new Conflict(Cause.SEQ_NO, new IfSeqNo(read.seqNo(), read.primaryTerm()), current);
    }
}
