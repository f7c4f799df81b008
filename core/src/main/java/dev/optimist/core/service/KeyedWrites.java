package dev.optimist.core.service;

import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.engine.RequestOvertakenException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.Receipt;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Carries a request with a key out once: whoever makes it again gets the first answer.
 *
 * <h2>Concurrency</h2>
 *
 * A request under way stands in the map from before its receipt is looked for until its answer is durable, whether or
 * not somebody still waits for it: who makes it again meanwhile waits for the same answer.
 *
 * <h2>Durability</h2>
 *
 * The receipt is part of the commit that makes the write durable, so a crash leaves both or neither.
 */
final class KeyedWrites {
    private final DocumentStore store;
    private final Clock clock;
    private final Supplier<Executor> homes;
    private final ServiceConfiguration.Idempotency limits;
    private final ConcurrentHashMap<String, Running> underWay = new ConcurrentHashMap<>();

    /** A request on its way. */
    private record Running(RequestKey key, Sinks.One<KeyedResult> end) {}

    KeyedWrites(DocumentStore store, Clock clock, Supplier<Executor> homes, ServiceConfiguration.Idempotency limits) {
        this.store = store;
        this.clock = clock;
        this.homes = homes;
        this.limits = limits;
    }

    /**
     * Carries a request out, or answers it again; cold. What is begun ends, also after a cancel.
     *
     * @param write carries the request out, keeping the receipt that it is given with what it writes
     * @return errors: 422 for another request under the same key, a rejection where too many receipts are kept, and what
     *     {@code write} fails with, of which nothing is kept
     */
    Mono<KeyedResult> carryOut(RequestKey key, Function<Keeping, Mono<WriteResult>> write) {
        return Mono.deferContextual(context -> {
            Running running = new Running(key, Sinks.one());
            Running before = underWay.putIfAbsent(key.name(), running);
            if (before == null) {
                begin(running, write, Context.of(context));
                return running.end.asMono();
            }
            require(key, before.key.fingerprint());
            return before.end.asMono().map(KeyedResult::again).publishOn(Schedulers.fromExecutor(homes.get()));
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // hot, with nobody to dispose of it
    private void begin(Running running, Function<Keeping, Mono<WriteResult>> write, Context context) {
        Executor home = homes.get();
        attempt(running.key, write, home)
                .doOnTerminate(() -> underWay.remove(running.key.name(), running)) // before anybody hears of it
                .contextWrite(context)
                .subscribe(running.end::tryEmitValue, running.end::tryEmitError, running.end::tryEmitEmpty);
    }

    private Mono<KeyedResult> attempt(RequestKey key, Function<Keeping, Mono<WriteResult>> write, Executor home) {
        return find(key)
                .publishOn(Schedulers.fromExecutor(home))
                .switchIfEmpty(Mono.defer(() -> first(key, write)))
                .onErrorResume(RequestOvertakenException.class, overtaken -> attempt(key, write, home));
    }

    private Mono<KeyedResult> find(RequestKey key) {
        return store.loadReceipt(key.name())
                .filter(receipt -> !receipt.expired(clock.millis()))
                .map(ReceiptFacts::read)
                .map(facts -> {
                    require(key, facts.fingerprint());
                    return new KeyedResult(facts.result(), /* replayed= */ true);
                });
    }

    private static void require(RequestKey key, String fingerprint) {
        if (!key.fingerprint().equals(fingerprint)) {
            throw RequestException.of(
                    ErrorKind.IDEMPOTENCY_KEY,
                    "the Idempotency-Key was used before for another request: method, path, parameters and body of a"
                            + " retry must be those of the first");
        }
    }

    private Mono<KeyedResult> first(RequestKey key, Function<Keeping, Mono<WriteResult>> write) {
        if (store.receiptBytes() >= limits.bytesMax()) {
            return Mono.error(RequestException.of(
                    ErrorKind.REJECTED,
                    "rejected execution of a write with an Idempotency-Key: receipts of [" + limits.bytesMax()
                            + "] bytes are kept already, each for ["
                            + limits.window().toMillis() + "ms]"));
        }
        Keeping keeping = new Keeping(key, clock.millis(), limits.window().toMillis());
        return write.apply(keeping)
                .flatMap(result -> result.outcome() == Outcome.NOOP ? keepNoop(keeping, result) : Mono.just(result))
                .map(result -> new KeyedResult(result, /* replayed= */ false));
    }

    /** What changed nothing has no commit that its receipt could be part of. */
    private Mono<WriteResult> keepNoop(Keeping keeping, WriteResult result) {
        Receipt receipt = keeping.receipt(result).at(result.seqNo(), result.primaryTerm());
        return store.keepReceipt(receipt)
                .flatMap(kept -> kept ? Mono.just(result) : Mono.error(RequestOvertakenException.byRequest()));
    }
}
