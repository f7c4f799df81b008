package dev.optimist.core.service;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.Index;
import dev.optimist.core.observe.RequestTrace;
import dev.optimist.core.search.Candidate;
import dev.optimist.core.service.ByQueryCommand.Action;
import dev.optimist.core.service.DocumentWrites.Placed;
import dev.optimist.core.service.QueryWriteTally.Step;
import dev.optimist.core.service.Scans.Found;
import dev.optimist.core.service.Scans.Part;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Writes documents that a query has found, each under the condition that it is still the state that was seen.
 *
 * <p>The walk is over a snapshot, so that what is written is not found a second time.
 */
final class QueryWrites {
    /** About what one commit makes durable together while the next ones are on their way. */
    private static final int CONCURRENCY = 64;

    private static final Retry WHEN_REJECTED = Retry.backoff(10, Duration.ofMillis(20))
            .maxBackoff(Duration.ofSeconds(1))
            .filter(failure -> failure instanceof DocumentException known && known.kind() == ErrorKind.REJECTED)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    private final Catalog catalog;
    private final DocumentWrites writes;
    private final Scans scans;

    QueryWrites(Catalog catalog, DocumentWrites writes, Scans scans) {
        this.catalog = catalog;
        this.writes = writes;
        this.scans = scans;
    }

    Mono<ByQueryResult> run(ByQueryCommand command, List<Part> parts) {
        parts.forEach(part -> part.index().requireWritable());
        QueryWriteTally tally = new QueryWriteTally(command.proceeds(), command.scrollSize());
        return scans.find(parts)
                .take(command.documentsMax())
                .takeWhile(found -> !tally.aborted())
                .flatMap(found -> write(found, command, 0).materialize(), CONCURRENCY)
                .<Step>dematerialize() // of several failures at once the first is told, and none is dropped
                .publishOn(scans.threads())
                .doOnNext(tally::add)
                .then(Mono.fromSupplier(tally::result));
    }

    private Mono<Step> write(Found found, ByQueryCommand command, int retried) {
        return Mono.defer(() -> attempt(found, command.action()))
                .retryWhen(WHEN_REJECTED)
                .map(result -> Step.done(result.outcome(), retried))
                .onErrorResume(
                        ShardException.class,
                        conflict -> retried < command.retriesMax()
                                ? again(found, command, retried + 1)
                                : Mono.just(failed(found, conflict, retried)));
    }

    private static Step failed(Found found, ShardException conflict, int retried) {
        Candidate candidate = found.candidate();
        return Step.failed(new ByQueryResult.Failure(candidate.index(), candidate.id(), conflict), retried);
    }

    /** Looks at the document as it is now: what does not match any more is left alone. */
    private Mono<Step> again(Found found, ByQueryCommand command, int retried) {
        Part part = found.part();
        String id = found.candidate().id();
        return part.shard().read(id).publishOn(scans.threads()).flatMap(state -> {
            Candidate now = state instanceof Document document ? part.candidate(id, document) : null;
            return now != null && part.query().matches(now)
                    ? write(new Found(part, now), command, retried)
                    : Mono.just(Step.done(Outcome.NOOP, retried));
        });
    }

    private Mono<WriteResult> attempt(Found found, Action action) {
        Index index = found.part().index();
        catalog.index(index.name()).ifPresent(Index::requireWritable);
        Candidate candidate = found.candidate();
        WriteCommand command = command(candidate, action);
        Placed write =
                new Placed(index, found.part().shard(), candidate.id(), command.routing(), command, RequestTrace.NONE);
        return writes.write(write)
                .onErrorMap(QueryWrites::isMissing, gone -> vanished(write))
                .onErrorMap(QueryWrites::scriptFailure);
    }

    private static WriteCommand command(Candidate candidate, Action action) {
        String index = candidate.index();
        String id = candidate.id();
        Document seen = candidate.document();
        WriteCondition condition = new IfSeqNo(seen.seqNo(), seen.primaryTerm());
        if (action instanceof Action.Run run) {
            UpdateCommand.Change change =
                    new UpdateCommand.Run(run.script(), null, /* scriptedUpsert= */ false, /* strict= */ true);
            return new UpdateCommand(index, id, seen.routing(), change, condition, 0, /* requireAlias= */ false);
        }
        return action == Action.Plain.DELETE
                ? new DeleteCommand(index, id, seen.routing(), condition)
                : new IndexCommand(index, id, seen.routing(), seen.source(), condition, /* requireAlias= */ false);
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof ShardException known && known.kind() == ErrorKind.DOCUMENT_MISSING;
    }

    /** Elasticsearch shows what went wrong in the script as it is, where an update of one document wraps it. */
    private static Throwable scriptFailure(Throwable failure) {
        return failure.getCause() instanceof RequestException cause && cause.kind() == ErrorKind.SCRIPT
                ? cause
                : failure;
    }

    /** A script that finds no document has been overtaken by a delete. */
    private static ShardException vanished(Placed write) {
        Conflict conflict = new Conflict(Conflict.Cause.SEQ_NO, write.command().condition(), Absent.ABSENT);
        return ShardException.versionConflict(
                write.index().name(), write.shard().id(), write.id(), conflict);
    }
}
