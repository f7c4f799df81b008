package dev.optimist.core.service;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.engine.Answer;
import dev.optimist.core.engine.Decision;
import dev.optimist.core.engine.Operation;
import dev.optimist.core.engine.RequestOvertakenException;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.index.Index;
import dev.optimist.core.index.Uuids;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.observe.Proposal;
import dev.optimist.core.observe.RequestTrace;
import dev.optimist.core.update.KeptUpdate;
import dev.optimist.core.update.Update;
import dev.optimist.core.update.Updates;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Carries out single writes on an index that was found, and tells the observer: alone or as items of a bulk request. */
final class DocumentWrites {
    private final Updates updates;
    private final RequestedUpdates requested;
    private final EngineObserver observer;
    private final Clock clock;

    DocumentWrites(EngineObserver observer, Clock clock, StoredScripts storedScripts) {
        this.updates = new Updates(observer);
        this.requested = new RequestedUpdates(storedScripts, clock);
        this.observer = observer;
        this.clock = clock;
    }

    /** A write whose index, shard, id and routing are known. */
    record Placed(
            Index index,
            Shard shard,
            String id,
            @Nullable String routing,
            WriteCommand command,
            RequestTrace trace,
            @Nullable Keeping keeping) {
        /** A write that no receipt is kept of. */
        Placed(
                Index index,
                Shard shard,
                String id,
                @Nullable String routing,
                WriteCommand command,
                RequestTrace trace) {
            this(index, shard, id, routing, command, trace, null);
        }

        OperationKind kind() {
            if (command instanceof UpdateCommand) {
                return OperationKind.UPDATE;
            }
            if (command instanceof DeleteCommand) {
                return OperationKind.DELETE;
            }
            return command.condition().creates() ? OperationKind.CREATE : OperationKind.INDEX;
        }

        /** Returns the same write, of which a receipt is kept. */
        Placed keeping(Keeping kept) {
            return new Placed(index, shard, id, routing, command, trace, kept);
        }
    }

    /**
     * Finds the place of a write in its index; makes an id where it has none. Throws what the index objects to the
     * document's id, routing and content.
     */
    Placed place(Index index, WriteCommand command, RequestTrace trace) {
        String given = command.id();
        String id = given == null ? Uuids.timeBased(clock.millis()) : given;
        String routing = index.routing(command.index(), id, command.routing());
        if (command instanceof IndexCommand document) {
            index.requireRouting(document.source(), routing);
        }
        return new Placed(index, index.shard(id, routing), id, routing, command, trace);
    }

    /** Carries a write out; cold. */
    Mono<WriteResult> write(Placed write) {
        long start = System.nanoTime();
        return write.command() instanceof UpdateCommand update
                ? ended(
                        write,
                        start,
                        updates.update(
                                target(write), update(write, update), update.condition(), update.retryOnConflict()))
                : ended(write, start, write.shard().write(write.id(), operation(write)));
    }

    /**
     * Carries a write out at once if that needs neither disk nor waiting; what is still to wait for is its durability.
     *
     * @return what {@link #write} would emit, hot; empty where it has to wait first, or where another writer of the store
     *     might undo it, and nothing was done
     */
    Optional<Mono<WriteResult>> writeNow(Placed write) {
        if (!write.shard().decidesAlone()) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        return write.command() instanceof UpdateCommand update
                ? updates.updateNow(target(write), requested.of(update, write.routing()), update.condition())
                        .map(answer -> ended(write, start, answer))
                : write.shard().writeNow(write.id(), operation(write)).map(answer -> ended(write, start, answer));
    }

    private static Updates.Target target(Placed write) {
        return new Updates.Target(write.index().name(), write.shard(), write.id(), write.trace());
    }

    private Update update(Placed write, UpdateCommand command) {
        Update update = requested.of(command, write.routing());
        Keeping keeping = write.keeping();
        return keeping == null ? update : new KeptUpdate(update, decision -> kept(write, keeping, decision));
    }

    private Operation operation(Placed write) {
        Operation operation = keptOperation(write);
        return write.trace() == RequestTrace.NONE
                ? operation
                : current -> {
                    Decision decision = operation.decide(current);
                    write.trace().decided();
                    return decision;
                };
    }

    private Operation keptOperation(Placed write) {
        Operation operation = write.command() instanceof IndexCommand index
                ? checked(write, current -> put(index, write.routing(), current))
                : checked(write, current -> delete(write.command(), current));
        Keeping keeping = write.keeping();
        return keeping == null ? operation : current -> kept(write, keeping, operation.decide(current));
    }

    private static Decision kept(Placed write, Keeping keeping, Decision decision) {
        return decision instanceof Decision.Write accepted ? kept(write, keeping, accepted) : decision;
    }

    private static Decision.Write kept(Placed write, Keeping keeping, Decision.Write decision) {
        Answer.Written draft = new Answer.Written(decision.next(), decision.outcome());
        return decision.with(keeping.receipt(result(write, draft)));
    }

    private Operation checked(Placed write, Function<DocumentState, Decision.Write> decision) {
        WriteCondition condition = write.command().condition();
        return condition == WriteCondition.none()
                ? decision::apply
                : current -> {
                    Optional<Conflict> conflict = condition.check(current);
                    return conflict.isPresent()
                            ? new Decision.Refuse(conflict.get())
                            : attempted(write, current, decision.apply(current));
                };
    }

    private Decision attempted(Placed write, DocumentState current, Decision.Write decision) {
        observer.attempted(
                write.index().name(),
                write.id(),
                new Proposal(write.kind(), write.command().condition(), current, decision.next()));
        return decision;
    }

    private static Decision.Write put(IndexCommand command, @Nullable String routing, DocumentState current) {
        return new Decision.Write(
                Document.draft(command.condition().nextVersion(current), routing, command.source()),
                current.live() ? Outcome.UPDATED : Outcome.CREATED);
    }

    private Decision.Write delete(WriteCommand command, DocumentState current) {
        return new Decision.Write(
                Tombstone.draft(command.condition().nextVersion(current), clock.millis()),
                current.live() ? Outcome.DELETED : Outcome.NOT_FOUND);
    }

    private Mono<WriteResult> ended(Placed write, long start, Mono<? extends Answer> answer) {
        return answer.map(known -> {
                    Answer.Written written = written(write, known);
                    write.trace().durable();
                    observer.written(
                            write.index().name(),
                            write.id(),
                            write.kind(),
                            written.outcome(),
                            System.nanoTime() - start,
                            write.trace());
                    return result(write, written);
                })
                .doOnError(error -> failed(write, error, start));
    }

    private Answer.Written written(Placed write, Answer answer) {
        if (answer instanceof Answer.Conflicted conflicted) {
            Conflict conflict = conflicted.conflict();
            observer.conflicted(write.index().name(), write.id(), write.kind(), conflict.cause());
            throw ShardException.versionConflict(
                    write.index().name(), write.shard().id(), write.id(), conflict);
        }
        return (Answer.Written) answer;
    }

    private static WriteResult result(Placed write, Answer.Written written) {
        DocumentState state = written.state();
        int successful = 1 + write.shard().stored().replicas();
        return new WriteResult(
                write.index().name(),
                write.id(),
                write.routing(),
                written.outcome(),
                state.version(),
                state.seqNo(),
                state.primaryTerm(),
                Math.max(successful, write.index().metadata().numberOfReplicas() + 1),
                successful,
                state);
    }

    private void failed(Placed write, Throwable error, long start) {
        if (error instanceof RequestOvertakenException) {
            return; // to be decided anew
        }
        ErrorKind cause = error instanceof DocumentException known ? known.kind() : ErrorKind.INTERNAL;
        if (cause != ErrorKind.VERSION_CONFLICT && cause != ErrorKind.PRECONDITION_FAILED) {
            observer.failed(write.index().name(), write.kind(), cause, System.nanoTime() - start);
        }
    }
}
