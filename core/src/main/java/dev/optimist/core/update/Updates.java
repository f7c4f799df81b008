package dev.optimist.core.update;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.engine.Answer;
import dev.optimist.core.engine.Observation;
import dev.optimist.core.engine.SerialTasks;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.observe.Proposal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Read, compute, compareAndSet: carries an update out, and again after a lost race.
 *
 * <p>The read may be of a state that is still on its way to disk; whatever is answered is durable.
 */
public final class Updates {
    /** Which document an update is for. */
    public record Target(String index, Shard shard, String id) {}

    /** More than threads that plan; two documents that share one only wait for each other. */
    private static final int TURNS = 256;

    private final EngineObserver observer;
    private final List<SerialTasks> turns =
            Stream.generate(SerialTasks::new).limit(TURNS).toList();

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
    public Mono<Answer.Written> update(Target target, Update update, WriteCondition condition, int retriesMax) {
        return attempt(target, update, condition)
                .retryWhen(new RetryOnConflict(
                        retriesMax,
                        (retry, pauseNanos) -> observer.retried(target.index(), target.id(), retry, pauseNanos)))
                .onErrorResume(
                        LostRaceException.class,
                        lost -> exhausted(target, condition, lost, retriesMax)
                                .switchIfEmpty(Mono.defer(() -> update(target, update, condition, retriesMax))));
    }

    /**
     * Updates a document at once if that needs neither disk nor waiting nor another thread; what is still to wait for is
     * durability.
     *
     * @return what {@link #update} would emit, hot; empty where it has to wait first, or has lost a race: nothing was done.
     *     Final only where the shard {@link Shard#decidesAlone decides alone}
     */
    public Optional<Mono<Answer.Written>> updateNow(Target target, Update update, WriteCondition condition) {
        return update instanceof DocumentUpdate document
                ? target.shard().observeNow(target.id()).flatMap(seen -> stepNow(target, document, condition, seen))
                : Optional.empty();
    }

    private Optional<Mono<Answer.Written>> stepNow(
            Target target, DocumentUpdate update, WriteCondition condition, Observation seen) {
        if (refuses(condition, seen)) {
            return seen.pending() ? Optional.empty() : Optional.of(conflict(target, condition, seen.state()));
        }
        Plan plan = update.plan(seen.state());
        if (!(plan instanceof Plan.Write write)) {
            return Optional.of(carryOut(target, update, condition, seen, plan));
        }
        if (refusesCreation(condition, seen)) {
            return seen.pending() ? Optional.empty() : Optional.of(conflict(target, condition, seen.state()));
        }
        attempted(target, condition, seen, write);
        return target.shard()
                .replaceNow(seen, write.decision())
                .map(answer -> answer.flatMap(ended -> ended(target, update, condition, seen, ended)));
    }

    private static boolean refuses(WriteCondition condition, Observation seen) {
        return seen.state().live() && condition.checkUpdate(seen.state()).isPresent();
    }

    /** An update that would make the document is refused only after it is known to: a missing document comes first. */
    private static boolean refusesCreation(WriteCondition condition, Observation seen) {
        return !seen.state().live() && condition.checkUpdate(seen.state()).isPresent();
    }

    private Mono<Answer.Written> attempt(Target target, Update update, WriteCondition condition) {
        Mono<Mono<Answer.Written>> step =
                target.shard().observe(target.id()).flatMap(seen -> step(target, update, condition, seen));
        return (update.takesTurns() ? turns(target).run(step) : step).flatMap(rest -> rest);
    }

    private SerialTasks turns(Target target) {
        return turns.get(
                Math.floorMod(target.shard().hashCode() * 31 + target.id().hashCode(), turns.size()));
    }

    /** Goes as far as the compareAndSet; what is emitted is what there is to wait for after it. */
    private Mono<Mono<Answer.Written>> step(Target target, Update update, WriteCondition condition, Observation seen) {
        if (refuses(condition, seen)) {
            return Mono.just(
                    conclude(target, update, condition, seen, durable -> conflict(target, condition, durable)));
        }
        return update.plan(target, seen.state()).map(plan -> carryOut(target, update, condition, seen, plan));
    }

    private Mono<Answer.Written> carryOut(
            Target target, Update update, WriteCondition condition, Observation seen, Plan plan) {
        if (plan instanceof Plan.Write && refusesCreation(condition, seen)) {
            return conclude(target, update, condition, seen, durable -> conflict(target, condition, durable));
        }
        if (plan instanceof Plan.Write write) {
            return replace(target, update, condition, seen, write);
        }
        return conclude(
                target,
                update,
                condition,
                seen,
                durable -> plan == Plan.Nothing.MISSING
                        ? missing(target)
                        : Mono.just(new Answer.Written(durable, Outcome.NOOP)));
    }

    /** Answers from what was observed once it is durable; begins anew where nothing follows from it any more. */
    private Mono<Answer.Written> conclude(
            Target target,
            Update update,
            WriteCondition condition,
            Observation seen,
            Function<DocumentState, Mono<Answer.Written>> answer) {
        return target.shard()
                .confirmed(seen)
                .flatMap(answer)
                .switchIfEmpty(Mono.defer(() -> attempt(target, update, condition)));
    }

    private static Mono<Answer.Written> missing(Target target) {
        return Mono.error(
                ShardException.documentMissing(target.index(), target.shard().id(), target.id()));
    }

    /** Empty where the condition holds after all, now that the state has its revision. */
    private Mono<Answer.Written> conflict(Target target, WriteCondition condition, DocumentState durable) {
        return Mono.justOrEmpty(condition.checkUpdate(durable)).flatMap(conflict -> {
            observer.conflicted(target.index(), target.id(), OperationKind.UPDATE, conflict.cause());
            return Mono.error(ShardException.versionConflict(
                    target.index(), target.shard().id(), target.id(), conflict));
        });
    }

    private Mono<Answer.Written> replace(
            Target target, Update update, WriteCondition condition, Observation seen, Plan.Write write) {
        attempted(target, condition, seen, write);
        return target.shard()
                .replace(seen, write.decision())
                .flatMap(answer -> ended(target, update, condition, seen, answer));
    }

    private void attempted(Target target, WriteCondition condition, Observation seen, Plan.Write write) {
        observer.attempted(
                target.index(),
                target.id(),
                new Proposal(
                        OperationKind.UPDATE,
                        condition,
                        seen.state(),
                        write.decision().next()));
    }

    private Mono<Answer.Written> ended(
            Target target, Update update, WriteCondition condition, Observation seen, Answer answer) {
        if (answer instanceof Answer.Written written) {
            return Mono.just(written);
        }
        if (answer != Answer.Lost.RACE) {
            return attempt(target, update, condition);
        }
        Cause cause = seen.state().live() ? Cause.SEQ_NO : Cause.EXISTS;
        observer.conflicted(target.index(), target.id(), OperationKind.UPDATE, cause);
        return Mono.error(new LostRaceException(seen));
    }

    /**
     * The race was lost once too often: the 409 names what was read and what is there now, both durable. Empty where that
     * is no longer a race: another writer of the store undid what was read, or what came between.
     */
    private Mono<Answer.Written> exhausted(
            Target target, WriteCondition condition, LostRaceException lost, int retriesMax) {
        if (retriesMax > 0) {
            observer.retriesExhausted(target.index(), target.id(), retriesMax);
        }
        Shard shard = target.shard();
        return shard.durable(lost.observation())
                .flatMap(read -> shard.observe(target.id())
                        .flatMap(shard::durable)
                        .filter(current -> !current.revision().equals(read.revision()))
                        .map(current -> condition.checkUpdate(current).orElseGet(() -> lostRace(read, current))))
                .flatMap(conflict ->
                        Mono.error(ShardException.versionConflict(target.index(), shard.id(), target.id(), conflict)));
    }

    /** An update of a document is conditional on what it read, one that makes the document is a create. */
    private static Conflict lostRace(DocumentState read, DocumentState current) {
        return read.live()
                ? new Conflict(Cause.SEQ_NO, new IfSeqNo(read.seqNo(), read.primaryTerm()), current)
                : new Conflict(Cause.EXISTS, WriteCondition.mustNotExist(), current);
    }
}
