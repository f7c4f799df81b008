package dev.optimist.http.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes keys, changes them, ends them. Every change is durable when its Mono ends. */
public final class ApiKeys {
    /** Keys that ended so long ago are forgotten as others are made or ended. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    private static final int ID_BYTES = 15;
    private static final int SECRET_BYTES = 32;

    private final Accounts accounts;

    public ApiKeys(Accounts accounts) {
        this.accounts = accounts;
    }

    /** A key as it is shown once: with its secret. */
    public record Created(ApiKey key, String secret) {
        @Override
        public String toString() {
            return "Created[" + key + "]";
        }
    }

    /** Makes a key for a user; cold, durable when it emits. */
    public Mono<Created> create(
            String owner,
            String name,
            Map<String, Object> descriptors,
            Map<String, @Nullable Object> metadata,
            @Nullable Duration expiresAfter,
            String by) {
        return Mono.fromCallable(() -> List.of(Randoms.text(ID_BYTES), Randoms.text(SECRET_BYTES)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(random -> {
                    Instant now = accounts.clock().instant();
                    ApiKey key = new ApiKey(
                            random.get(0),
                            name,
                            owner,
                            hash(random.get(1)),
                            descriptors,
                            metadata,
                            now.toEpochMilli(),
                            expiresAfter == null
                                    ? null
                                    : Long.valueOf(now.plus(expiresAfter).toEpochMilli()),
                            /* invalidationMillis= */ null);
                    return accounts.inTurn(forgetOld().then(accounts.store(key)))
                            .doOnSuccess(done -> accounts.audit().changed("create_api_key", key.id(), by))
                            .thenReturn(new Created(key, random.get(1)));
                });
    }

    private Mono<Void> forgetOld() {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(accounts.keys())))
                .filter(key -> endedBefore(key, accounts.clock().instant().minus(REMEMBERED)))
                .concatMap(accounts::forget)
                .then();
    }

    private static boolean endedBefore(ApiKey key, Instant time) {
        Long invalidated = key.invalidationMillis();
        return key.expired(time) || (invalidated != null && invalidated < time.toEpochMilli());
    }

    /** Puts a changed key in place of what it was, unless it has been ended since; cold. */
    public Mono<Boolean> update(
            String id,
            @Nullable Map<String, Object> descriptors,
            @Nullable Map<String, @Nullable Object> metadata,
            @Nullable Duration expiresAfter,
            String by) {
        return accounts.inTurn(Mono.defer(() -> {
            ApiKey key = accounts.findKey(id);
            Instant now = accounts.clock().instant();
            if (key == null || !key.active(now)) {
                return Mono.just(false);
            }
            ApiKey changed = new ApiKey(
                    id,
                    key.name(),
                    key.owner(),
                    key.hash(),
                    descriptors == null ? key.descriptors() : descriptors,
                    metadata == null ? key.metadata() : metadata,
                    key.creationMillis(),
                    expiresAfter == null
                            ? key.expirationMillis()
                            : Long.valueOf(now.plus(expiresAfter).toEpochMilli()),
                    key.invalidationMillis());
            return accounts.store(changed)
                    .doOnSuccess(done -> accounts.audit().changed("update_api_key", id, by))
                    .thenReturn(true);
        }));
    }

    /** What came of ending keys, by their ids. */
    public record Invalidated(List<String> now, List<String> before) {}

    /** Ends all keys that match; cold, durable when it emits. */
    public Mono<Invalidated> invalidate(Predicate<ApiKey> which, String by) {
        return accounts.inTurn(Mono.defer(() -> {
            List<String> before = new ArrayList<>();
            List<ApiKey> ending = new ArrayList<>();
            for (ApiKey key : accounts.keys()) {
                if (which.test(key) && key.invalidated()) {
                    before.add(key.id());
                } else if (which.test(key)) {
                    ending.add(key.invalidatedAt(accounts.clock().instant()));
                }
            }
            return Flux.fromIterable(ending)
                    .concatMap(key -> accounts.store(key)
                            .doOnSuccess(done -> accounts.audit().changed("invalidate_api_key", key.id(), by)))
                    .then(Mono.fromSupplier(() ->
                            new Invalidated(ending.stream().map(ApiKey::id).toList(), List.copyOf(before))));
        }));
    }

    /** Returns all keys that match, oldest first. */
    public List<ApiKey> find(Predicate<ApiKey> which) {
        return accounts.keys().stream()
                .filter(which)
                .sorted(java.util.Comparator.comparingLong(ApiKey::creationMillis))
                .toList();
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
