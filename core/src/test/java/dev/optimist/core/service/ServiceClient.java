package dev.optimist.core.service;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Revision;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteCondition.MustNotExist;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.history.Answer;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Missing;
import dev.optimist.core.history.Answer.Refused;
import dev.optimist.core.history.Answer.Unchanged;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.Client;
import dev.optimist.core.history.Invocation;
import dev.optimist.core.history.Sighting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A client that calls the document service of its own process. */
final class ServiceClient implements Client {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int RETRY_ON_CONFLICT = 2;

    private final DocumentService service;

    ServiceClient(DocumentService service) {
        this.service = service;
    }

    @Override
    public Answer execute(Invocation invocation) {
        Answer answer = start(invocation)
                .onErrorResume(DocumentException.class, error -> Mono.just(refusal(error)))
                .block(PATIENCE);
        return answer == null ? new Unknown("no answer") : answer;
    }

    @Override
    public void abandon(Invocation invocation) {
        start(invocation).onErrorComplete().subscribe();
    }

    private Mono<Answer> start(Invocation invocation) {
        WriteCondition condition = condition(invocation.base());
        return switch (invocation.kind()) {
            case GET -> get(invocation);
            case INDEX -> index(invocation, condition);
            case CREATE -> index(invocation, WriteCondition.mustNotExist());
            case DELETE ->
                service.delete(new DeleteCommand(index(invocation), id(invocation), null, condition))
                        .map(ServiceClient::written);
            case UPDATE -> update(invocation);
        };
    }

    private Mono<Answer> get(Invocation invocation) {
        return service.get(new GetCommand(index(invocation), id(invocation), null, null))
                .map(result -> read(result.state()));
    }

    private Mono<Answer> index(Invocation invocation, WriteCondition condition) {
        IndexCommand command =
                new IndexCommand(index(invocation), id(invocation), null, source(invocation), condition, false);
        return service.index(command).map(ServiceClient::written);
    }

    private Mono<Answer> update(Invocation invocation) {
        UpdateCommand command = new UpdateCommand(
                index(invocation),
                id(invocation),
                null,
                source(invocation),
                null,
                /* docAsUpsert= */ false,
                /* detectNoop= */ true,
                WriteCondition.none(),
                RETRY_ON_CONFLICT,
                /* requireAlias= */ false);
        return service.update(command).map(ServiceClient::written);
    }

    private static String index(Invocation invocation) {
        return invocation.document().index();
    }

    private static String id(Invocation invocation) {
        return invocation.document().id();
    }

    private static Source source(Invocation invocation) {
        return Source.of("{\"op\":\"" + invocation.nonce() + "\"}");
    }

    private static WriteCondition condition(@Nullable Revision base) {
        return base == null ? WriteCondition.none() : new IfSeqNo(base.seqNo(), base.primaryTerm());
    }

    private static Answer written(WriteResult result) {
        Revision revision = new Revision(result.seqNo(), result.primaryTerm());
        return result.outcome() == Outcome.NOOP
                ? new Unchanged(result.version(), revision)
                : new Written(result.version(), revision);
    }

    private static Answer read(DocumentState state) {
        return state instanceof Document document
                ? new Found(document.version(), document.revision(), nonce(document.source()))
                : new Missing();
    }

    private static String nonce(Source source) {
        String json = source.toString();
        return json.substring("{\"op\":\"".length(), json.length() - "\"}".length());
    }

    private static Answer refusal(DocumentException error) {
        if (error instanceof ShardException failure && failure.conflict().isPresent()) {
            return new Conflicted(current(failure.conflict().get()));
        }
        if (error.kind() == ErrorKind.DOCUMENT_MISSING) {
            return new Missing();
        }
        int status = error.kind().status();
        return status < 500 ? new Refused(status) : new Unknown(error.reason());
    }

    private static Sighting current(Conflict conflict) {
        DocumentState current = conflict.current();
        if (!current.live()) {
            return Sighting.ABSENT;
        }
        return conflict.condition() instanceof MustNotExist
                ? Sighting.ofVersion(current.version())
                : Sighting.ofRevision(current.revision());
    }
}
