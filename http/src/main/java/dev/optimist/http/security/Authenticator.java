package dev.optimist.http.security;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.security.GuessLimit.Guesser;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Finds out who makes a request, from its {@code Authorization} header.
 *
 * <h2>Concurrency</h2>
 *
 * What was verified once is known from then on, until the user or the key changes: an HMAC of name and password under a
 * key that only this process has, compared in constant time. Everything else goes to a thread or two of its own, behind a
 * short queue.
 */
public final class Authenticator implements AutoCloseable {
    /** What a client may come in with, as it is told. */
    public static final List<String> CHALLENGES = List.of("Basic realm=\"security\", charset=\"UTF-8\"", "ApiKey");

    private static final String BASIC = "basic ";
    private static final String API_KEY = "apikey ";
    private static final int HEADER_LENGTH_MAX = 8_192;
    private static final int VERIFYING_MAX = 64;
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final Accounts accounts;
    private final GuessLimit limit;
    private final AuditLog audit;
    private final SecretKeySpec secret = new SecretKeySpec(Randoms.bytes(32), "HmacSHA256");
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();
    private final Map<String, KeyIdentity> keys = new ConcurrentHashMap<>();
    private final Map<String, Mono<Identity>> verifying = new ConcurrentHashMap<>();
    private final Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, VERIFYING_MAX, "optimist-passwords");

    /** Stands for the password of nobody, so that an unknown name takes as long as a wrong password. */
    private final PasswordHash nobody = new PasswordHash(PasswordHash.ROUNDS, Randoms.bytes(16), Randoms.bytes(32));

    Authenticator(Accounts accounts, GuessLimit limit, AuditLog audit) {
        this.accounts = accounts;
        this.limit = limit;
        this.audit = audit;
    }

    /** A user whose password was right, and what it is recognized by. */
    @SuppressWarnings("ArrayRecordComponent") // compared in constant time alone
    private record Verified(User user, byte[] proof, Identity identity) {}

    private record KeyIdentity(User user, ApiKey key, Identity identity) {}

    /** What is known of a request before anybody has been asked. */
    public record Claim(@Nullable String header, InetAddress address, String request) {}

    /**
     * Returns who makes the request, where that can be said at once, or null: then {@link #verify} finds out.
     *
     * @throws RequestException where it is nobody who may come in
     */
    public @Nullable Identity known(Claim claim) {
        String header = claim.header();
        if (header == null) {
            return Identity.ANONYMOUS;
        }
        if (header.regionMatches(/* ignoreCase= */ true, 0, BASIC, 0, BASIC.length())) {
            return remembered(password(claim, header));
        }
        if (header.regionMatches(/* ignoreCase= */ true, 0, API_KEY, 0, API_KEY.length())) {
            return key(claim, header);
        }
        String scheme = header.split(" ", 2)[0].toLowerCase(Locale.ROOT);
        audit.refused("", claim.address(), claim.request());
        throw unauthenticated(
                "unable to authenticate with the scheme [" + scheme + "] for REST request [" + claim.request() + "]");
    }

    /** Somebody's name and password as they came. */
    private record Password(String name, String password) {}

    private Password password(Claim claim, String header) {
        String text = decoded(claim, header.substring(BASIC.length()));
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw unauthenticated("invalid basic authentication header value");
        }
        return new Password(text.substring(0, colon), text.substring(colon + 1));
    }

    private String decoded(Claim claim, String base64) {
        try {
            if (base64.length() > HEADER_LENGTH_MAX) {
                throw new IllegalArgumentException("too long");
            }
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            audit.refused("", claim.address(), claim.request());
            throw unauthenticated("unable to read the authorization header of REST request [" + claim.request() + "]");
        }
    }

    @SuppressWarnings("ReferenceEquality") // a change makes another object
    private @Nullable Identity remembered(Password password) {
        Verified known = verified.get(password.name());
        boolean same = known != null
                && accounts.find(password.name()) == known.user()
                && MessageDigest.isEqual(known.proof(), proof(password));
        return same ? Objects.requireNonNull(known).identity() : null;
    }

    private byte[] proof(Password password) {
        Mac mac = macs.get();
        mac.update(password.name().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return mac.doFinal(password.password().getBytes(StandardCharsets.UTF_8));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private Identity key(Claim claim, String header) {
        String text = decoded(claim, header.substring(API_KEY.length()));
        int colon = text.indexOf(':');
        String id = colon < 0 ? "" : text.substring(0, colon);
        Guesser guesser = new Guesser(claim.address(), "key " + id);
        ApiKey key = accounts.findKey(id);
        byte[] given = ApiKeys.hash(text.substring(colon + 1));
        boolean right = MessageDigest.isEqual(key == null ? new byte[given.length] : key.hash(), given) && key != null;
        User owner = right ? accounts.find(Objects.requireNonNull(key).owner()) : null;
        if (owner != null
                && owner.enabled()
                && key != null
                && key.active(accounts.clock().instant())) {
            return identity(owner, key);
        }
        requireNoHurry(guesser);
        throw failed(
                guesser,
                claim,
                "unable to authenticate with provided credentials and anonymous access is not"
                        + " allowed for this request");
    }

    @SuppressWarnings("ReferenceEquality") // a change makes another object
    private Identity identity(User owner, ApiKey key) {
        KeyIdentity known = keys.get(key.id());
        if (known == null || known.user() != owner || known.key() != key) {
            known = new KeyIdentity(owner, key, Identity.of(owner, key));
            keys.put(key.id(), known);
        }
        return known.identity();
    }

    /** Finds out who makes a request that {@link #known} said nothing of; cold, errors as there. */
    public Mono<Identity> verify(Claim claim) {
        return Mono.defer(() -> {
            Password password = password(claim, Objects.requireNonNull(claim.header()));
            Guesser guesser = new Guesser(claim.address(), password.name());
            requireNoHurry(guesser);
            String proof = Base64.getEncoder().encodeToString(proof(password));
            return verifying.computeIfAbsent(
                    proof,
                    unused -> Mono.fromCallable(() -> verify(password, guesser, claim))
                            .subscribeOn(scheduler)
                            .doFinally(ended -> verifying.remove(proof))
                            .onErrorMap(java.util.concurrent.RejectedExecutionException.class, full -> tooMany())
                            .cache());
        });
    }

    private Identity verify(Password password, Guesser guesser, Claim claim) {
        requireNoHurry(guesser); // others of the same may have failed while this one waited
        User user = accounts.find(password.name());
        boolean right = (user == null ? nobody : user.password()).verify(password.password());
        if (user == null || !right || !user.enabled()) {
            throw failed(
                    guesser,
                    claim,
                    "unable to authenticate user [" + password.name() + "] for REST request [" + claim.request() + "]");
        }
        Identity identity = Identity.of(user);
        verified.put(user.name(), new Verified(user, proof(password), identity));
        audit.authenticated(user.name(), claim.address());
        return identity;
    }

    private void requireNoHurry(Guesser guesser) {
        if (limit.mustWait(guesser)) {
            throw tooMany();
        }
    }

    private RequestException failed(Guesser guesser, Claim claim, String reason) {
        limit.failed(guesser);
        audit.refused(guesser.name(), claim.address(), claim.request());
        if (limit.mustWait(guesser)) {
            audit.slowed(guesser.name(), claim.address());
        }
        return unauthenticated(reason);
    }

    /** Makes the failure of a request that says nothing of who makes it. */
    public static RequestException missing(String request) {
        return unauthenticated("missing authentication credentials for REST request [" + request + "]");
    }

    private static RequestException unauthenticated(String reason) {
        return RequestException.of(ErrorKind.UNAUTHENTICATED, reason)
                .with("header", Map.of("WWW-Authenticate", CHALLENGES));
    }

    private static RequestException tooMany() {
        return RequestException.of(
                ErrorKind.TOO_MANY_ATTEMPTS, "too many failed attempts to authenticate; try again in some seconds");
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
