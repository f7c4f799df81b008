package dev.optimist.http.cli;

import static java.util.Objects.requireNonNull;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.service.BulkItem;
import dev.optimist.core.service.BulkResult;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.snapshot.RepositoryFolders;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.core.store.postgres.PostgresConfiguration;
import dev.optimist.core.store.postgres.PostgresStore;
import dev.optimist.core.store.rocksdb.RocksDbConfiguration;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import dev.optimist.http.api.Endpoint;
import dev.optimist.http.api.Endpoints;
import dev.optimist.http.api.NodeInfo;
import dev.optimist.http.api.OperationEndpoints;
import dev.optimist.http.api.Response;
import dev.optimist.http.api.SecurityEndpoints;
import dev.optimist.http.cli.OptimistConfiguration.Storage.Kind;
import dev.optimist.http.security.Accounts.FirstCredential;
import dev.optimist.http.security.Security;
import dev.optimist.http.server.EventLoops;
import dev.optimist.http.server.InFlight;
import dev.optimist.http.server.NettyServer;
import dev.optimist.metrics.contention.Contention;
import dev.optimist.metrics.meter.Meters;
import dev.optimist.metrics.meter.OptimistMeter;
import dev.optimist.metrics.page.DashboardSample;
import dev.optimist.metrics.page.PrometheusScrape;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A running service: store, engine, meters and HTTP server, composed. It is up when {@link #start} returns, and
 * everything is durable and let go of when {@link #close} does.
 */
public final class RunningServer implements AutoCloseable {
    /** A smaller heap says that memory is short, and then who uses no script need not have their classes. */
    private static final long WARM_UP_HEAP_BYTES = 500L << 20;

    private static final Duration WARM_UP_DELAY = Duration.ofSeconds(1);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final NettyServer http;
    private final StoreWatch watch;
    private final Meters meters;
    private final AtomicReference<Optional<GuardedDoor>> door;
    private final Optional<TlsSetup> tls;
    private final ServedDashboard dashboard;
    private final Duration closeTimeout;

    private RunningServer(
            NettyServer http,
            StoreWatch watch,
            Meters meters,
            AtomicReference<Optional<GuardedDoor>> door,
            Optional<TlsSetup> tls,
            ServedDashboard dashboard,
            Duration closeTimeout) {
        this.http = http;
        this.watch = watch;
        this.door = door;
        this.tls = tls;
        this.meters = meters;
        this.dashboard = dashboard;
        this.closeTimeout = closeTimeout;
    }

    /**
     * What stands around the parts of a server, for whoever wants to interfere with them.
     *
     * @param observer applied to what the engine tells
     * @param bulk applied to what carries out the items of a bulk request
     * @param endpoints applied to each endpoint before the first request
     */
    public record Wrapping(
            UnaryOperator<EngineObserver> observer,
            UnaryOperator<Function<Flux<BulkItem>, Flux<BulkResult>>> bulk,
            UnaryOperator<Endpoint> endpoints) {
        static final Wrapping NONE =
                new Wrapping(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Starts a server; blocks until it listens.
     *
     * @throws StartException with one sentence for the user, where it cannot
     */
    public static RunningServer start(OptimistConfiguration configuration) {
        return start(configuration, Wrapping.NONE);
    }

    /** As {@link #start(OptimistConfiguration)}, with something around its parts. */
    public static RunningServer start(OptimistConfiguration configuration, Wrapping wrapping) {
        CompletableFuture<DocumentStore> storeOpening = openStore(configuration.storage());
        Meters meters = Meters.create(Meters.INDICES_MAX_DEFAULT).withJvm();
        DocumentService service = null;
        AtomicReference<Optional<GuardedDoor>> door = new AtomicReference<>(Optional.empty());
        Optional<TlsSetup> tls = Optional.empty();
        try {
            Mono<DocumentStore> opening = Mono.fromFuture(storeOpening, /* suppressCancel= */ true);
            Contention contention = Contention.create();
            EngineObserver observer =
                    wrapping.observer().apply(meters.observer().and(contention));
            service = open(opening, configuration, observer);
            door.set(GuardedDoor.open(opening, configuration.access(), service));
            tls = TlsSetup.open(configuration);
            ServedDashboard dashboard = new ServedDashboard(new DashboardSample(meters, Clock.systemUTC()));
            Endpoints.Watched watched = watched(meters, contention, dashboard);
            InFlight inFlight = new InFlight(configuration.server().inFlight());
            NettyServer http = bind(
                    configuration,
                    endpoints(configuration, service, watched, wrapping, requireNonNull(door.get())),
                    meters,
                    inFlight,
                    requireNonNull(door.get()),
                    tls);
            StoreWatch watch = watch(
                    configuration,
                    service,
                    new StoreWatch.Reopening(
                            () -> RocksDbStore.hasRoom(rocksDb(configuration.storage())),
                            () -> reopen(configuration, observer, door),
                            reopened -> http.serve(
                                    endpoints(configuration, reopened, watched, wrapping, requireNonNull(door.get())),
                                    security(requireNonNull(door.get())))));
            gauge(watch, meters);
            meters.gauge(OptimistMeter.REQUESTS_IN_FLIGHT, inFlight::requests)
                    .gauge(OptimistMeter.IN_FLIGHT_SIZE, inFlight::bytes);
            if (configuration.storage().kind() == Kind.POSTGRES) {
                opening.ofType(PostgresStore.class).subscribe(store -> gauge(store, meters));
            }
            Schedulers.boundedElastic().schedule(meters::addJvm, WARM_UP_DELAY.toMillis(), TimeUnit.MILLISECONDS);
            Duration closeTimeout = configuration.server().timeouts().shutdown().plus(CLOSE_TIMEOUT);
            return new RunningServer(http, watch, meters, door, tls, dashboard, closeTimeout);
        } catch (RuntimeException failure) {
            tls.ifPresent(TlsSetup::close);
            requireNonNull(door.get()).ifPresent(GuardedDoor::close);
            if (service != null) {
                service.close().onErrorComplete().block(CLOSE_TIMEOUT);
            }
            meters.close();
            throw StartException.explaining(failure, configuration);
        }
    }

    /**
     * Begins to open the store on a thread of its own, as it takes about as long as making the meters. A plain thread and
     * no Mono: the first use of one waits until logging is set up, which the head start is still at.
     */
    private static CompletableFuture<DocumentStore> openStore(OptimistConfiguration.Storage storage) {
        return CompletableFuture.supplyAsync(
                () -> loaded(storage), opening -> HeadStart.begin("optimist-open-store", opening));
    }

    private static DocumentService open(
            Mono<DocumentStore> opening, OptimistConfiguration configuration, EngineObserver observer) {
        return opening.flatMap(store -> DocumentService.open(
                                store, configuration.service(), observer, EventLoops::current, Clock.systemUTC())
                        .onErrorResume(
                                failure -> store.close().onErrorComplete().then(Mono.error(failure))))
                .blockOptional()
                .orElseThrow();
    }

    /** A native library that does not fit the machine is a reason like any other, to be told in a sentence. */
    private static DocumentStore loaded(OptimistConfiguration.Storage storage) {
        try {
            return store(storage);
        } catch (LinkageError unfit) {
            throw new StoreFailedException("the store cannot be loaded on this machine: " + unfit.getMessage(), unfit);
        }
    }

    /** What only a store with other writers has to show. */
    private static void gauge(PostgresStore store, Meters meters) {
        meters.counter(OptimistMeter.STORE_ROUND_TRIPS, store::roundTrips)
                .counter(OptimistMeter.STORE_OVERTAKEN, store::overtaken)
                .gauge(
                        OptimistMeter.STORE_CONNECTIONS_ACTIVE,
                        () -> store.connections().active())
                .gauge(
                        OptimistMeter.STORE_CONNECTIONS_IDLE,
                        () -> store.connections().idle())
                .gauge(
                        OptimistMeter.STORE_CONNECTIONS_AWAITED,
                        () -> store.connections().awaited());
    }

    /** Opens a store; blocks. */
    static DocumentStore store(OptimistConfiguration.Storage storage) {
        return switch (storage.kind()) {
            case ROCKSDB -> RocksDbStore.open(rocksDb(storage));
            case POSTGRES -> PostgresStore.open(postgres(storage));
            case MEMORY -> InMemoryStore.ofOneWriter();
        };
    }

    private static PostgresConfiguration postgres(OptimistConfiguration.Storage storage) {
        OptimistConfiguration.Storage.Databases databases = storage.databases();
        return new PostgresConfiguration(
                databases.urls(), databases.connectionsMax(), databases.timeout(), storage.acceptDataLoss());
    }

    private static RocksDbConfiguration rocksDb(OptimistConfiguration.Storage storage) {
        RocksDbConfiguration configuration =
                RocksDbConfiguration.of(storage.folder()).withCacheBytes(storage.cacheBytes());
        return storage.acceptDataLoss() ? configuration.acceptingDataLoss() : configuration;
    }

    private static StoreWatch watch(
            OptimistConfiguration configuration, DocumentService service, StoreWatch.Reopening reopening) {
        OptimistConfiguration.Storage storage = configuration.storage();
        return storage.kind() == Kind.ROCKSDB && storage.reopensOnFailure()
                ? StoreWatch.reopening(service, reopening)
                : StoreWatch.of(service);
    }

    /** Opens store and service anew, and with them the users and keys, which are kept in the store. */
    private static DocumentService reopen(
            OptimistConfiguration configuration, EngineObserver observer, AtomicReference<Optional<GuardedDoor>> door) {
        Mono<DocumentStore> opening = Mono.fromFuture(openStore(configuration.storage()), /* suppressCancel= */ true);
        DocumentService service = open(opening, configuration, observer);
        try {
            door.getAndSet(GuardedDoor.open(opening, configuration.access(), service))
                    .ifPresent(GuardedDoor::close);
            return service;
        } catch (RuntimeException failure) {
            service.close().onErrorComplete().block(CLOSE_TIMEOUT);
            throw failure;
        }
    }

    private static List<Endpoint> endpoints(
            OptimistConfiguration configuration,
            DocumentService service,
            Endpoints.Watched watched,
            Wrapping wrapping,
            Optional<GuardedDoor> door) {
        List<Endpoint> endpoints = Endpoints.of(
                service,
                wrapping.bulk().apply(service::bulk),
                node(configuration.storage()),
                configuration.storage().spools(),
                watched);
        UnaryOperator<Endpoint> fresh = service.shared() ? new FreshCatalog(service)::before : UnaryOperator.identity();
        return Stream.of(
                        endpoints.stream().map(fresh),
                        operations(configuration, service).stream(),
                        door.stream().flatMap(guarded -> SecurityEndpoints.of(guarded.security()).stream()))
                .flatMap(each -> each)
                .map(wrapping.endpoints())
                .toList();
    }

    private static @Nullable Security security(Optional<GuardedDoor> door) {
        return door.map(GuardedDoor::security).orElse(null);
    }

    private static NettyServer bind(
            OptimistConfiguration configuration,
            List<Endpoint> endpoints,
            Meters meters,
            InFlight inFlight,
            Optional<GuardedDoor> door,
            Optional<TlsSetup> tls) {
        return NettyServer.bind(
                        configuration.server(),
                        endpoints,
                        configuration.access().guard(),
                        security(door),
                        tls.map(TlsSetup::keys).orElse(null),
                        new MeteredConnections(meters.connections()),
                        inFlight)
                .blockOptional()
                .orElseThrow();
    }

    private static Endpoints.Watched watched(Meters meters, Contention contention, ServedDashboard dashboard) {
        PrometheusScrape scrape = new PrometheusScrape(meters);
        return new Endpoints.Watched(
                accept -> response(scrape.content(accept)), new CountedContention(contention), dashboard);
    }

    private static List<Endpoint> operations(OptimistConfiguration configuration, DocumentService service) {
        RepositoryFolders allowed =
                new RepositoryFolders(configuration.operations().repositories());
        OptimistConfiguration.Storage storage = configuration.storage();
        return OperationEndpoints.of(
                service,
                service.snapshots(allowed, Clock.systemUTC()),
                node(storage),
                ConfigurationReader.version(),
                storage.kind() == Kind.ROCKSDB ? storage.folder() : null);
    }

    /** Names the cluster after where it keeps its documents, so that it is the same after a restart and on each node. */
    private static NodeInfo node(OptimistConfiguration.Storage storage) {
        String place = switch (storage.kind()) {
            case ROCKSDB, MEMORY ->
                storage.folder().toAbsolutePath().normalize().toString();
            case POSTGRES -> String.join(" ", storage.databases().urls()).replaceAll("//[^@ ]*@", "//");
        };
        UUID uuid = UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
        byte[] bits = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return new NodeInfo(
                "optimist", "optimist", Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    private static void gauge(StoreWatch watch, Meters meters) {
        meters.gauge(OptimistMeter.OPERATIONS_PENDING, () -> watch.service().pendingOperations())
                .gauge(OptimistMeter.REGISTERS_RESIDENT, () -> watch.service().residentRegisters())
                .gauge(
                        OptimistMeter.REGISTERS_RESIDENT_SIZE,
                        () -> watch.service().residentBytes())
                .gauge(OptimistMeter.STORE_SIZE, () -> watch.service().storeSizeBytes())
                .gauge(
                        OptimistMeter.STORE_FAILED,
                        () -> watch.service().failure().isPresent() ? 1 : 0);
    }

    private static Response response(PrometheusScrape.Content content) {
        return new Response(200, content.body(), content.contentType(), Map.of());
    }

    /** Returns where the server listens. */
    public InetSocketAddress address() {
        return http.address();
    }

    /** Returns where clients find the server: {@code https://127.0.0.1:9200}. */
    public URI url() {
        String host = address().getAddress().getHostAddress();
        return URI.create((tls.isPresent() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host) + ":"
                + address().getPort());
    }

    /** Returns the name and the password that this start has made, where it was the first that asks who people are. */
    public Optional<FirstCredential> firstCredential() {
        return requireNonNull(door.get()).flatMap(GuardedDoor::first);
    }

    /** Returns what the server serves now; another one after its store was opened again. */
    public DocumentService service() {
        return watch.service();
    }

    /** Returns the failure since which no write is acknowledged, also after closing; empty while the store is well. */
    Optional<StoreFailedException> failure() {
        return service().failure();
    }

    /**
     * Emits once the store has failed for good: it is not opened again, by its settings or because that was tried in vain.
     * Reads go on, and it is for the caller to close the server. Hot, on the thread that finds out.
     */
    public Mono<StoreFailedException> failed() {
        return watch.failed();
    }

    /**
     * Does what the first script would wait for, on another thread: half a second that nobody waits for, and not before
     * those who waited for the start have had their first answers.
     */
    void warmUp() {
        if (Runtime.getRuntime().maxMemory() < WARM_UP_HEAP_BYTES) {
            return;
        }
        Mono.delay(WARM_UP_DELAY)
                .then(service().warmUp())
                .subscribe(
                        done -> {},
                        failure -> LoggerFactory.getLogger(RunningServer.class)
                                .warn("Could not prepare scripts; the first one will", failure));
    }

    /** Stops accepting, answers what is under way, commits, and closes the store. */
    @Override
    public void close() {
        dashboard.close();
        http.close().then(watch.close()).block(closeTimeout);
        requireNonNull(door.get()).ifPresent(GuardedDoor::close);
        tls.ifPresent(TlsSetup::close);
        meters.close();
    }
}
