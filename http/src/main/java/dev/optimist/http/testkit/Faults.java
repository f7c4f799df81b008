package dev.optimist.http.testkit;

import dev.optimist.core.document.Source;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.observe.Proposal;
import dev.optimist.core.service.BulkItem;
import dev.optimist.core.service.BulkResult;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexCommand;
import dev.optimist.core.service.UpdateCommand;
import dev.optimist.http.api.Endpoint;
import dev.optimist.http.api.StreamingEndpoint;
import dev.optimist.http.cli.RunningServer;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.DocumentBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is to go wrong next in one server, for tests of what a program does then. Faults are used up in the order in
 * which they were asked for.
 */
public final class Faults {
    private final Waiting<Rival> rivals = new Waiting<>();
    private final Waiting<Delay> delays = new Waiting<>();
    private final Waiting<RefusedItem> refusedItems = new Waiting<>();

    /** Whether the thread is the other writer, whom nobody contests. */
    private final ThreadLocal<Boolean> rivalry = ThreadLocal.withInitial(() -> false);

    private volatile @Nullable Supplier<DocumentService> service;

    Faults() {}

    private record RefusedItem(int position, ErrorKind kind) {
        RequestException failure() {
            return RequestException.of(kind, "the test lets item [" + position + "] fail");
        }
    }

    private record Delay(String index, @Nullable String id, Duration duration) {}

    /**
     * Lets another writer be first at each of the next conditional writes and attempts of an {@code _update} of a document: it
     * writes again what is there (an empty document where there is none), and so raises {@code _seq_no} and {@code
     * _version}.
     *
     * <p>A conditional write is answered with the version conflict that this makes, an {@code _update} has lost a race: it
     * reads again and counts one of its retries. Writes that would fail anyway, have nothing to change or no condition are
     * left alone, and use nothing up.
     *
     * @param index an index or alias, which may be made later
     */
    public void conflict(String index, String id, int times) {
        rivals.add(new Rival(index, id, null), times);
    }

    /** As {@link #conflict}, once, by a writer that writes this JSON: what must survive the program's next attempt. */
    public void conflict(String index, String id, String json) {
        rivals.add(new Rival(index, id, source(json)), /* times= */ 1);
    }

    private static Source source(String json) {
        try {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            return DocumentBody.validate(bytes, ContentType.JSON, ApiVersion.V8, null, /* quoteInErrors= */ true);
        } catch (DocumentException malformed) {
            throw new IllegalArgumentException(malformed.reason(), malformed);
        }
    }

    /** Answers 429 for one item of the next bulk request, without doing it; the first item has position 0. */
    public void failBulkItem(int position) {
        failBulkItem(position, ErrorKind.REJECTED);
    }

    /** As {@link #failBulkItem(int)}, with another kind of failure. */
    public void failBulkItem(int position, ErrorKind kind) {
        refusedItems.add(new RefusedItem(position, kind), /* times= */ 1);
    }

    /** Begins each of the next requests for a document only after a while; an item of a bulk request is one. */
    public void delay(String index, String id, int times, Duration duration) {
        delays.add(new Delay(index, id, duration), times);
    }

    /** As {@link #delay(String, String, int, Duration)}, for requests that name an index in their path, and for any item in it. */
    public void delay(String index, int times, Duration duration) {
        delays.add(new Delay(index, null, duration), times);
    }

    /** Forgets what has not happened yet. */
    public void clear() {
        rivals.clear();
        delays.clear();
        refusedItems.clear();
    }

    /** Returns the faults that have not happened yet, to be shown in a test's failure. */
    @Override
    public String toString() {
        String waiting = Stream.of(rivals, delays, refusedItems)
                .flatMap(Waiting::all)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return waiting.isEmpty() ? "no faults" : waiting;
    }

    RunningServer.Wrapping wrapping() {
        return new RunningServer.Wrapping(
                observer -> observer.and(new ContestedObserver(this)),
                bulk -> items -> carryOut(items, bulk),
                this::delayed);
    }

    private Flux<BulkResult> carryOut(Flux<BulkItem> items, Function<Flux<BulkItem>, Flux<BulkResult>> bulk) {
        return Flux.defer(() -> {
            Map<Long, RequestException> failures = refusedItems
                    .takeAll()
                    .collect(Collectors.toMap(
                            item -> (long) item.position, RefusedItem::failure, (first, same) -> first));
            Flux<BulkItem> delayed = items.concatMap(this::later);
            Function<Flux<BulkItem>, Flux<BulkResult>> contested = rivals.isEmpty() ? bulk : each -> singly(each, bulk);
            return failures.isEmpty()
                    ? contested.apply(delayed)
                    : new RefusedItems(failures).carryOut(delayed, contested);
        });
    }

    /** One after the other: what a bulk request tries at once, before it tries an update in earnest, uses up no retry. */
    private Flux<BulkResult> singly(Flux<BulkItem> items, Function<Flux<BulkItem>, Flux<BulkResult>> bulk) {
        return items.concatMap(
                item -> item instanceof BulkItem.Write write && write.command() instanceof UpdateCommand update
                        ? update(update)
                        : bulk.apply(Flux.just(item)));
    }

    private Mono<BulkResult> update(UpdateCommand update) {
        return requireService()
                .update(update)
                .<BulkResult>map(BulkResult.Done::new)
                .onErrorResume(
                        DocumentException.class, failure -> Mono.just(new BulkResult.Failed(update.id(), failure)));
    }

    private Mono<BulkItem> later(BulkItem item) {
        String id = item instanceof BulkItem.Write write ? write.command().id() : null;
        Duration delay = delay(item.index(), id);
        return delay.isZero() ? Mono.just(item) : Mono.delay(delay).thenReturn(item);
    }

    private Endpoint delayed(Endpoint endpoint) {
        return endpoint instanceof StreamingEndpoint ? endpoint : new DelayedEndpoint(endpoint, this);
    }

    /** Names the service that other writers write to, at any time. */
    void writeTo(Supplier<DocumentService> opened) {
        service = opened;
    }

    private DocumentService requireService() {
        return Objects.requireNonNull(service, "nobody asks before the server has started")
                .get();
    }

    /**
     * Lets another writer be first, if one is to be: the document is in memory, so what it writes has taken effect when this
     * returns.
     */
    void contest(String index, String id, Proposal proposal) {
        if (rivals.isEmpty() || rivalry.get()) {
            return;
        }
        rivals.take(rival -> rival.id().equals(id) && names(rival.index(), index))
                .ifPresent(rival -> write(rival.command(index, proposal)));
    }

    private void write(IndexCommand command) {
        rivalry.set(true);
        try {
            requireService().index(command).subscribe(written -> {}, lost -> {});
        } finally {
            rivalry.set(false);
        }
    }

    private boolean names(String indexOrAlias, String concrete) {
        return requireService().indices().resolve(indexOrAlias, /* ignoreUnavailable= */ true).stream()
                .anyMatch(found -> found.name().equals(concrete));
    }

    /** Takes the delay of a request; zero for none. */
    Duration delay(@Nullable String index, @Nullable String id) {
        return delays.take(delay -> delay.index.equals(index) && (delay.id == null || delay.id.equals(id)))
                .map(Delay::duration)
                .orElse(Duration.ZERO);
    }
}
