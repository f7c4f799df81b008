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
import dev.optimist.core.observe.RequestTrace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
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
    public record Target(String index, Shard shard, String id, RequestTrace trace) {
        /** Makes the target of a request that nobody watches. */
        Target(String index, Shard shard, String id) {
            this(index, shard, id, RequestTrace.NONE);
        }
    }

    /** An update on its way; its signals are one after the other, so it needs no lock. */
    private static final class Running {
        private final Target target;
        private final Update update;
        private final WriteCondition condition;

        /** Where the update began: scripts run on threads of their own, and turns come on anybody's. */
        private final Executor home;

        private boolean lostRace;

        /** How the race that was lost last is counted, once it is known whether it is the last. */
        private Cause cause = Cause.SEQ_NO;

        Running(Target target, Update update, WriteCondition condition) {
            this.target = target;
            this.update = update;
            this.condition = condition;
            this.home = target.shard().home();
        }
    }

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
        return Mono.defer(() -> carryOut(new Running(target, update, condition), retriesMax));
    }

    private Mono<Answer.Written> carryOut(Running running, int retriesMax) {
        Target target = running.target;
        return Mono.defer(() -> attempt(running))
                .retryWhen(new RetryOnConflict(retriesMax, (retry, pauseNanos) -> {
                    conflicted(target, running.cause);
                    observer.retried(target.index(), target.id(), retry, pauseNanos);
                }))
                .onErrorResume(
                        LostRaceException.class,
                        lost -> exhausted(running, lost, retriesMax)
                                .switchIfEmpty(Mono.defer(() -> carryOut(running, retriesMax))));
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
                ? target.shard()
                        .observeNow(target.id())
                        .flatMap(seen -> stepNow(new Running(target, document, condition), document, seen))
                : Optional.empty();
    }

    private Optional<Mono<Answer.Written>> stepNow(Running running, DocumentUpdate update, Observation seen) {
        if (refuses(running.condition, seen)) {
            return refusedNow(running, seen);
        }
        Plan plan = update.plan(seen.state());
        if (!(plan instanceof Plan.Write write)) {
            return Optional.of(carryOut(running, seen, plan));
        }
        if (refusesCreation(running.condition, seen)) {
            return refusedNow(running, seen);
        }
        attempted(running, seen, write);
        return running.target
                .shard()
                .replaceNow(seen, write.decision())
                .map(answer -> answer.flatMap(ended -> ended(running, seen, ended)));
    }

    private Optional<Mono<Answer.Written>> refusedNow(Running running, Observation seen) {
        return seen.pending() ? Optional.empty() : Optional.of(conflict(running, seen.state()));
    }

    private static boolean refuses(WriteCondition condition, Observation seen) {
        return seen.state().live() && condition.checkUpdate(seen.state()).isPresent();
    }

    /** An update that would make the document is refused only after it is known to: a missing document comes first. */
    private static boolean refusesCreation(WriteCondition condition, Observation seen) {
        return !seen.state().live() && condition.checkUpdate(seen.state()).isPresent();
    }

    /**
     * Who has lost a race once takes its turn, and while it waits everybody does: so those who retry are served in the
     * order of their losses, before any that come after them.
     */
    private Mono<Answer.Written> attempt(Running running) {
        Target target = running.target;
        Mono<Mono<Answer.Written>> step = target.shard().observe(target.id()).flatMap(seen -> step(running, seen));
        SerialTasks turns = turns(target);
        boolean takesTurn = running.update.takesTurns() || running.lostRace || turns.busy();
        return (takesTurn ? turns.run(step) : step).flatMap(rest -> rest);
    }

    private SerialTasks turns(Target target) {
        return turns.get(
                Math.floorMod(target.shard().hashCode() * 31 + target.id().hashCode(), turns.size()));
    }

    /** Goes as far as the compareAndSet; what is emitted is what there is to wait for after it. */
    private Mono<Mono<Answer.Written>> step(Running running, Observation seen) {
        if (refuses(running.condition, seen)) {
            return Mono.just(conclude(running, seen, durable -> conflict(running, durable)));
        }
        return running.update.plan(running.target, seen.state()).map(plan -> carryOut(running, seen, plan));
    }

    private Mono<Answer.Written> carryOut(Running running, Observation seen, Plan plan) {
        if (plan instanceof Plan.Write && refusesCreation(running.condition, seen)) {
            return conclude(running, seen, durable -> conflict(running, durable));
        }
        if (plan instanceof Plan.Write write) {
            return replace(running, seen, write);
        }
        return conclude(
                running,
                seen,
                durable -> plan == Plan.Nothing.MISSING
                        ? missing(running.target)
                        : Mono.just(new Answer.Written(durable, Outcome.NOOP)));
    }

    /** Answers from what was observed once it is durable; begins anew where nothing follows from it any more. */
    private Mono<Answer.Written> conclude(
            Running running, Observation seen, Function<DocumentState, Mono<Answer.Written>> answer) {
        return running.target.shard().confirmed(seen).flatMap(answer).switchIfEmpty(Mono.defer(() -> attempt(running)));
    }

    private static Mono<Answer.Written> missing(Target target) {
        return Mono.error(
                ShardException.documentMissing(target.index(), target.shard().id(), target.id()));
    }

    /** Empty where the condition holds after all, now that the state has its revision. */
    private Mono<Answer.Written> conflict(Running running, DocumentState durable) {
        Target target = running.target;
        return Mono.justOrEmpty(running.condition.checkUpdate(durable)).flatMap(conflict -> {
            conflicted(target, conflict.cause());
            return Mono.error(ShardException.versionConflict(
                    target.index(), target.shard().id(), target.id(), conflict));
        });
    }

    private void conflicted(Target target, Cause cause) {
        observer.conflicted(target.index(), target.id(), OperationKind.UPDATE, cause);
    }

    private Mono<Answer.Written> replace(Running running, Observation seen, Plan.Write write) {
        attempted(running, seen, write);
        return running.target
                .shard()
                .replace(seen, write.decision(), running.home)
                .flatMap(answer -> ended(running, seen, answer));
    }

    private void attempted(Running running, Observation seen, Plan.Write write) {
        running.target.trace().decided();
        observer.attempted(
                running.target.index(),
                running.target.id(),
                new Proposal(
                        OperationKind.UPDATE,
                        running.condition,
                        seen.state(),
                        write.decision().next()));
    }

    private Mono<Answer.Written> ended(Running running, Observation seen, Answer answer) {
        if (answer instanceof Answer.Written written) {
            return Mono.just(written);
        }
        if (answer != Answer.Lost.RACE) {
            return attempt(running);
        }
        running.lostRace = true;
        running.cause = seen.state().live() ? Cause.SEQ_NO : Cause.EXISTS;
        return Mono.error(new LostRaceException(seen));
    }

    /**
     * The race was lost once too often: the 409 names what was read and what is there now, both durable. Empty where that
     * is no longer a race: another writer of the store undid what was read, or what came between.
     */
    private Mono<Answer.Written> exhausted(Running running, LostRaceException lost, int retriesMax) {
        Target target = running.target;
        conflicted(target, retriesMax > 0 ? Cause.RETRIES_EXHAUSTED : running.cause);
        if (retriesMax > 0) {
            observer.retriesExhausted(target.index(), target.id(), retriesMax);
        }
        Shard shard = target.shard();
        return shard.durable(lost.observation())
                .flatMap(read -> shard.read(target.id())
                        .filter(current -> !current.revision().equals(read.revision()))
                        .map(current ->
                                running.condition.checkUpdate(current).orElseGet(() -> lostRace(read, current))))
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
