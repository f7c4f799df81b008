package dev.optimist.http.api;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.index.RoutingHash;
import dev.optimist.core.service.BulkItem;
import dev.optimist.core.service.BulkResult;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.json.BulkAction;
import dev.optimist.http.json.BulkAnswer;
import dev.optimist.http.json.BulkBody;
import dev.optimist.http.json.BulkEntry;
import dev.optimist.http.json.BulkEntryCodec;
import dev.optimist.http.json.SourceFilter;
import dev.optimist.http.json.UpdateBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries out many writes: all of them are read and checked as they arrive, then carried out in their order, then
 * answered.
 */
final class BulkDocuments implements StreamingEndpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            WriteParameters.NAMES,
            SourceParameters.NAMES,
            SourceOnConflict.NAMES,
            Set.of(
                    "pipeline",
                    "require_alias",
                    "require_data_stream",
                    "list_executed_pipelines",
                    "include_source_on_error"));
    private static final List<HttpMethod> POST_PUT = List.of(HttpMethod.POST, HttpMethod.PUT);
    private static final String TYPES_WARNING = "[types removal] Specifying types in bulk requests is deprecated.";
    private static final String UNCLOSED_WARNING =
            "A bulk action wasn't closed properly with the closing brace. Malformed objects are currently accepted but"
                    + " will not be accepted in a future version.";
    private static final int RESULTS_AT_ONCE = 128;

    private final DocumentService service;
    private final Function<Flux<BulkItem>, Flux<BulkResult>> bulk;
    private final MappingTypes types;
    private final Spools spools;

    BulkDocuments(DocumentService service, Function<Flux<BulkItem>, Flux<BulkResult>> bulk, Spools spools) {
        this.service = service;
        this.bulk = bulk;
        this.types = new MappingTypes(service);
        this.spools = spools;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        DocumentRequest.routes(POST_PUT, "/_bulk", PARAMETERS),
                        DocumentRequest.routes(POST_PUT, "/{index}/_bulk", PARAMETERS),
                        DocumentRequest.typedRoutes(POST_PUT, "/{index}/{type}/_bulk", PARAMETERS))
                .flatMap(each -> each)
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request, Body body) {
        Parameters parameters = request.parameters();
        WriteParameters write = WriteParameters.read(parameters);
        BulkAction.Defaults defaults = defaults(request, write);
        parameters.bool("require_data_stream", /* absent= */ false);
        boolean quoteInErrors = parameters.bool("include_source_on_error", /* absent= */ true);
        return Mono.defer(() -> new Run(request, body, write, defaults, quoteInErrors).answer());
    }

    private static BulkAction.Defaults defaults(Request request, WriteParameters write) {
        Parameters parameters = request.parameters();
        return new BulkAction.Defaults(
                parameters.string(DocumentRequest.INDEX),
                DocumentRequest.type(request),
                write.routing(),
                parameters.string("pipeline"),
                SourceParameters.read(parameters).orElse(null),
                parameters.bool("require_alias", /* absent= */ false),
                parameters.bool("list_executed_pipelines", /* absent= */ false),
                SourceOnConflict.wanted(parameters));
    }

    /** One request under way. */
    private final class Run {
        private final long start = System.nanoTime();
        private final Request request;
        private final Body body;
        private final WriteParameters write;
        private final BulkBody read;
        private final BulkItems items;
        private final BulkEntries entries;
        private final BulkAnswer told;
        private final GatheredAnswer gathered;

        /** What the items under way are to be told with, in their order. */
        private final Queue<Telling> tellings = new ConcurrentLinkedQueue<>();

        Run(Request request, Body body, WriteParameters write, BulkAction.Defaults defaults, boolean quoteInErrors) {
            this.request = request;
            this.body = body;
            this.write = write;
            this.read = new BulkBody(defaults, request.bodyType(), request.version());
            this.items = new BulkItems(request.version(), request.bodyType(), quoteInErrors, request.permit());
            BulkEntryCodec codec = new BulkEntryCodec(request.bodyType(), request.version());
            this.entries = new BulkEntries(spools, body.home(), codec);
            this.told = new BulkAnswer(request.version(), write.forcedRefresh());
            this.gathered = new GatheredAnswer(request.output(), spools, body.home());
        }

        /** What is known of an item beside its result. */
        private record Telling(BulkAction action, @Nullable SourceFilter get) {
            static Telling of(BulkEntry entry) {
                SourceFilter source = entry.action().source();
                UpdateBody update = entry.update();
                return new Telling(
                        entry.action(), update == null ? null : source != null ? source : update.sourceFilter());
            }
        }

        Mono<Response> answer() {
            return arrived()
                    .then(Mono.defer(this::carriedOut))
                    .then(Mono.fromSupplier(this::response))
                    .doOnError(failure -> gathered.discard())
                    .doOnCancel(gathered::discard)
                    .doFinally(ended -> entries.close());
        }

        private Mono<Void> arrived() {
            return body.parts().concatMap(this::readPart).then(Mono.fromRunnable(() -> {
                read.end();
                items.checkAll();
            }));
        }

        private Mono<Void> readPart(byte[] part) {
            read.read(part, entry -> {
                items.check(entry);
                entries.add(entry);
            });
            return entries.relieve();
        }

        private Mono<Void> carriedOut() {
            return bulk.apply(toCarryOut())
                    .buffer(RESULTS_AT_ONCE)
                    .concatMap(this::tell, /* prefetch= */ 1)
                    .then();
        }

        private Flux<BulkItem> toCarryOut() {
            Flux<BulkItem> plain = entries.read(entry -> {
                tellings.add(Telling.of(entry));
                return items.item(entry);
            });
            return !read.typed() && !DocumentRequest.typed(request) && !write.waitsForCopies()
                    ? plain
                    : entries.read(entry -> entry).concatMap(this::toCarryOut, /* prefetch= */ 1);
        }

        /** The long way: an item with a mapping type, or one that waits for copies. */
        private Mono<BulkItem> toCarryOut(BulkEntry entry) {
            tellings.add(Telling.of(entry));
            BulkItem item = items.item(entry);
            if (item instanceof BulkItem.Refused refused && !refused.makesIndex()) {
                return Mono.just(item);
            }
            return types.use(item.index(), entry.action().type())
                    .then(Mono.defer(() -> requireCopies(item, entry.action())))
                    .onErrorResume(
                            DocumentException.class,
                            refusal -> Mono.just(new BulkItem.Refused(
                                    item.index(), item.requireAlias(), /* makesIndex= */ false, refusal)));
        }

        private Mono<BulkItem> requireCopies(BulkItem item, BulkAction action) {
            if (!write.waitsForCopies() || !item.makesIndex()) {
                return Mono.just(item);
            }
            String id = action.id() == null ? "" : action.id();
            String key = action.routing() == null ? id : action.routing();
            return service.ensureIndex(item.index(), item.requireAlias())
                    .flatMap(index -> Mono.justOrEmpty(write.missingCopies(
                            index,
                            new RoutingHash(index.numberOfShards()).shard(key),
                            action.kind().wireName() + " {[" + index.name() + "][" + id + "]}")))
                    .<BulkItem>flatMap(Mono::error)
                    .defaultIfEmpty(item);
        }

        private Mono<Void> tell(List<BulkResult> results) {
            results.forEach(this::tell);
            return gathered.append(told.take());
        }

        private void tell(BulkResult result) {
            Telling telling = tellings.remove();
            if (result instanceof BulkResult.Done done) {
                told.written(telling.action, done.result(), telling.get);
            } else {
                tellFailure(telling.action, (BulkResult.Failed) result);
            }
        }

        private void tellFailure(BulkAction action, BulkResult.Failed failed) {
            DocumentException failure = failed.failure();
            told.failed(
                    action,
                    failed.id() == null ? action.id() : failed.id(),
                    failure.kind().status(),
                    action.sourceOnConflict()
                            ? ErrorAnswer.itemWithCurrent(failure, request.output())
                            : ErrorAnswer.item(failure, request.output()));
        }

        private Response response() {
            long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            Response response = gathered.response(told.head(tookMillis), "]}");
            Release release = Release.of(request.version());
            if (read.typed() || DocumentRequest.typed(request)) {
                response = response.with("Warning", release.warning(TYPES_WARNING));
            }
            return read.unclosed() ? response.with("Warning", release.warning(UNCLOSED_WARNING)) : response;
        }
    }
}
