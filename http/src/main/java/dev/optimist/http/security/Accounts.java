package dev.optimist.http.security;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.json.Output;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * All users and keys, kept in the store beside the documents.
 *
 * <h2>Concurrency</h2>
 *
 * Readers see one immutable state. Changes are made one after the other: first durable, then visible. Where the store is
 * shared, what others change is seen within {@link #LOOK_AGAIN}.
 */
public final class Accounts implements AutoCloseable {
    /** How long another server's change of a shared store may stay unseen. */
    public static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** So often a change is made anew that others came before. */
    private static final int AGAIN_MAX = 10;

    private static final String USER = "security/user/";
    private static final String KEY = "security/api_key/";

    private record State(Map<String, User> users, Map<String, ApiKey> keys) {}

    private final Vault vault;
    private final Clock clock;
    private final AuditLog audit;
    private volatile State state = new State(Map.of(), Map.of());
    private volatile long seen;
    private volatile @Nullable Disposable looking;

    private Accounts(Vault vault, Clock clock, AuditLog audit) {
        this.vault = vault;
        this.clock = clock;
        this.audit = audit;
    }

    /** Reads what is kept; cold. */
    public static Mono<Accounts> open(Vault vault, Clock clock, AuditLog audit) {
        Accounts accounts = new Accounts(vault, clock, audit);
        return accounts.read().thenReturn(accounts).doOnNext(Accounts::lookAgain);
    }

    /** Changes what is there now, also where another server has changed it since this one looked. */
    <T> Mono<T> inTurn(Mono<T> change) {
        return vault.inTurn(change.onErrorResume(Vault.MovedException.class, moved -> again(change, AGAIN_MAX)));
    }

    private <T> Mono<T> again(Mono<T> change, int times) {
        Mono<T> next = look().then(change);
        return times == 0 ? next : next.onErrorResume(Vault.MovedException.class, moved -> again(change, times - 1));
    }

    private Mono<Void> read() {
        return vault.inTurn(look());
    }

    private Mono<Void> look() {
        return vault.version()
                .flatMap(version -> vault.all()
                        .filter(entry ->
                                entry.key().startsWith(USER) || entry.key().startsWith(KEY))
                        .collectList()
                        .doOnNext(entries -> show(version, entries))
                        .then());
    }

    private void lookAgain() {
        if (vault.shared()) {
            looking = Flux.interval(LOOK_AGAIN, Schedulers.parallel())
                    .onBackpressureDrop()
                    .concatMap(tick -> readWhereChanged().onErrorComplete(), /* prefetch= */ 1)
                    .subscribe();
        }
    }

    private Mono<Void> readWhereChanged() {
        return vault.version().filter(version -> version != seen).flatMap(version -> read());
    }

    private void show(long version, List<Vault.Entry> entries) {
        seen = version;
        Map<String, User> users = new TreeMap<>();
        Map<String, ApiKey> keys = new LinkedHashMap<>();
        for (Vault.Entry entry : entries) {
            Fields json = new Fields(IndexBody.parseObject(entry.value(), ContentType.JSON, ApiVersion.V8));
            if (entry.key().startsWith(USER)) {
                User user = User.fromJson(json);
                users.put(user.name(), same(state.users.get(user.name()), user));
            } else {
                ApiKey key = ApiKey.fromJson(json);
                keys.put(key.id(), same(state.keys.get(key.id()), key));
            }
        }
        state = new State(users, keys);
    }

    /** Keeps the object that is there where nothing has changed: what is known of it still holds. */
    private static User same(@Nullable User known, User read) {
        return known != null && encoded(known.toJson()).equals(encoded(read.toJson())) ? known : read;
    }

    private static ApiKey same(@Nullable ApiKey known, ApiKey read) {
        return known != null && encoded(known.toJson()).equals(encoded(read.toJson())) ? known : read;
    }

    private static String encoded(Map<String, @Nullable Object> json) {
        return new String(bytes(json), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Map<String, @Nullable Object> json) {
        return AnswerWriter.write(Output.JSON, json);
    }

    public Collection<User> users() {
        return state.users.values();
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(state.users.get(name));
    }

    @Nullable
    User find(String name) {
        return state.users.get(name);
    }

    @Nullable
    ApiKey findKey(String id) {
        return state.keys.get(id);
    }

    public Collection<ApiKey> keys() {
        return state.keys.values();
    }

    public Optional<ApiKey> key(String id) {
        return Optional.ofNullable(state.keys.get(id));
    }

    /** What a user is made of, or changed to; what is null stays as it is. */
    public record UserChange(
            @Nullable String password,
            @Nullable List<String> roles,
            @Nullable String fullName,
            @Nullable String email,
            @Nullable Map<String, @Nullable Object> metadata,
            boolean enabled) {
        /** A change that takes no more than it must. */
        public static UserChange of(@Nullable String password, List<String> roles) {
            return new UserChange(password, roles, null, null, Map.of(), /* enabled= */ true);
        }
    }

    /** Makes a user, or changes one; cold, durable when it emits whether there was none. Hashes off the event loops. */
    public Mono<Boolean> putUser(String name, UserChange change, String by) {
        return Mono.defer(() -> {
            User.checkName(name);
            RoleNames.check(change.roles() == null ? List.of() : change.roles());
            return hashed(change.password()).flatMap(hash -> inTurn(Mono.defer(() -> put(name, change, hash, by))));
        });
    }

    private Mono<Boolean> put(String name, UserChange change, Optional<PasswordHash> hash, String by) {
        User before = state.users.get(name);
        if (before == null && hash.isEmpty()) {
            throw RequestException.of(
                    ErrorKind.ACTION_REQUEST_VALIDATION,
                    "Validation Failed: 1: password must be specified unless you are updating an existing user;");
        }
        User user = new User(
                name,
                hash.orElseGet(() -> java.util.Objects.requireNonNull(before).password()),
                change.roles() != null ? change.roles() : before == null ? List.of() : before.roles(),
                change.fullName(),
                change.email(),
                change.metadata() == null ? Map.of() : change.metadata(),
                change.enabled());
        return store(user)
                .doOnSuccess(done -> audit.changed("put_user", name, by))
                .thenReturn(before == null);
    }

    private Mono<Void> store(User user) {
        return vault.put(new Vault.Entry(USER + user.name(), bytes(user.toJson())))
                .doOnSuccess(done -> {
                    Map<String, User> users = new TreeMap<>(state.users);
                    users.put(user.name(), user);
                    state = new State(users, state.keys);
                });
    }

    private static Mono<Optional<PasswordHash>> hashed(@Nullable String password) {
        if (password == null) {
            return Mono.just(Optional.empty());
        }
        User.checkPassword(password);
        return Mono.fromCallable(() -> Optional.of(PasswordHash.of(password))).subscribeOn(Schedulers.boundedElastic());
    }

    /** Changes a password; cold, durable when it completes. Errors: no such user. */
    public Mono<Void> changePassword(String name, String password, String by) {
        return change(name, password, user -> user).doOnSuccess(done -> audit.changed("change_password", name, by));
    }

    /** Lets a user in again, or no more; cold, durable when it completes. Errors: no such user. */
    public Mono<Void> enable(String name, boolean enabled, String by) {
        UnaryOperator<User> change = user ->
                new User(name, user.password(), user.roles(), user.fullName(), user.email(), user.metadata(), enabled);
        return change(name, null, change)
                .doOnSuccess(done -> audit.changed(enabled ? "enable_user" : "disable_user", name, by));
    }

    private Mono<Void> change(String name, @Nullable String password, UnaryOperator<User> change) {
        return Mono.defer(() -> hashed(password))
                .flatMap(hash -> inTurn(Mono.defer(() -> {
                    User user = user(name).orElseThrow(() -> noSuchUser(name));
                    return store(change.apply(hash.map(user::withPassword).orElse(user)));
                })));
    }

    private static RequestException noSuchUser(String name) {
        return RequestException.of(
                        ErrorKind.ACTION_REQUEST_VALIDATION,
                        "Validation Failed: 1: user must exist in order to change password;")
                .with("user", name);
    }

    /** Deletes a user, whose keys end with it; cold, durable when it emits whether there was one. */
    public Mono<Boolean> deleteUser(String name, String by) {
        return inTurn(Mono.defer(() -> {
            if (!state.users.containsKey(name)) {
                return Mono.just(false);
            }
            return vault.delete(USER + name)
                    .doOnSuccess(done -> {
                        Map<String, User> users = new TreeMap<>(state.users);
                        users.remove(name);
                        state = new State(users, state.keys);
                        audit.changed("delete_user", name, by);
                    })
                    .thenReturn(true);
        }));
    }

    /** Keeps a key in place of one with the same id; cold, durable when it completes. */
    Mono<Void> store(ApiKey key) {
        return vault.put(new Vault.Entry(KEY + key.id(), bytes(key.toJson()))).doOnSuccess(done -> {
            Map<String, ApiKey> keys = new LinkedHashMap<>(state.keys);
            keys.put(key.id(), key);
            state = new State(state.users, keys);
        });
    }

    /** Forgets a key; cold, durable when it completes. */
    Mono<Void> forget(ApiKey key) {
        return vault.delete(KEY + key.id()).doOnSuccess(done -> {
            Map<String, ApiKey> keys = new LinkedHashMap<>(state.keys);
            keys.remove(key.id());
            state = new State(state.users, keys);
        });
    }

    Clock clock() {
        return clock;
    }

    AuditLog audit() {
        return audit;
    }

    /** A name, and a password that is shown once. */
    public record FirstCredential(String user, String password) {
        @Override
        public String toString() {
            return "FirstCredential[" + user + "]";
        }
    }

    /** Makes a superuser with a random password where there is no user at all; cold, durable when it emits. */
    public Mono<FirstCredential> createFirst() {
        return Mono.defer(() -> {
            if (!state.users.isEmpty()) {
                return Mono.empty();
            }
            return Mono.fromCallable(() -> Randoms.text(18))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(password -> putUser(
                                    "admin",
                                    UserChange.of(password, List.of(RoleNames.SUPERUSER)),
                                    /* by= */ "first start")
                            .thenReturn(new FirstCredential("admin", password)));
        });
    }

    @Override
    public void close() {
        Disposable watch = looking;
        if (watch != null) {
            watch.dispose();
        }
    }
}
