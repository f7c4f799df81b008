package dev.optimist.http.server;

import static java.util.Objects.requireNonNull;

import dev.optimist.http.api.Endpoint;
import dev.optimist.http.security.RequestGuard;
import dev.optimist.http.security.Security;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Ticker;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** An HTTP server that listens, and serves endpoints on event loops of its own. */
public final class NettyServer {
    static final String CLOCK = "optimist-clock";
    static final String EXCHANGES = "optimist-exchanges";
    static final String LAST = "optimist-last";

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final DisposableServer server;
    private final LoopResources loops;
    private final Disposable probe;
    private final AtomicReference<RequestHandler> handler;
    private final RequestGuard guard;
    private final ServerConfiguration configuration;
    private final ConnectionEvents events;
    private final InFlight inFlight;

    private NettyServer(
            DisposableServer server,
            LoopResources loops,
            Disposable probe,
            AtomicReference<RequestHandler> handler,
            RequestGuard guard,
            ServerConfiguration configuration,
            ConnectionEvents events,
            InFlight inFlight) {
        this.server = server;
        this.probe = probe;
        this.loops = loops;
        this.handler = handler;
        this.guard = guard;
        this.configuration = configuration;
        this.events = events;
        this.inFlight = inFlight;
    }

    /**
     * Begins to listen; cold. Emits once connections are accepted; signals a BindException where it cannot.
     *
     * @param security null where nobody is asked who they are
     * @param tls knows the certificate of the moment; null where connections are not encrypted
     */
    public static Mono<NettyServer> bind(
            ServerConfiguration configuration,
            List<Endpoint> endpoints,
            RequestGuard guard,
            @Nullable Security security,
            @Nullable X509ExtendedKeyManager tls,
            ConnectionEvents events,
            InFlight inFlight) {
        return Mono.defer(() -> {
            LoopResources loops = loops(configuration.eventLoops());
            AtomicReference<RequestHandler> handler =
                    new AtomicReference<>(handler(configuration, endpoints, guard, security, events, inFlight));
            HttpServer requests = HttpServer.create()
                    .httpRequestDecoder(decoder -> limited(decoder, configuration.limits()))
                    .handle((request, response) -> requireNonNull(handler.get()).handle(request, response));
            return encrypted(server(requests, configuration, loops, events, inFlight, tls != null), configuration, tls)
                    .bind()
                    .cast(DisposableServer.class)
                    .map(server -> new NettyServer(
                            server,
                            loops,
                            LoopProbe.start(loops.onServer(LoopResources.DEFAULT_NATIVE), events),
                            handler,
                            guard,
                            configuration,
                            events,
                            inFlight))
                    .onErrorMap(ChannelBindException.class, NettyServer::unbindable)
                    .doOnError(failure -> loops.dispose());
        });
    }

    /** Loads what any server needs before the first is bound; cold, blocks where it is subscribed to. */
    public static Mono<Void> warmUp() {
        return Mono.defer(() -> {
            LoopResources loops = LoopResources.create("optimist-warm-up", 1, /* daemon= */ true);
            return HttpServer.create().runOn(loops).warmup().then(loops.disposeLater(Duration.ZERO, Duration.ZERO));
        });
    }

    /** Leaves the reason alone: transports say it in words of their own. */
    private static BindException unbindable(ChannelBindException failure) {
        String reason = String.valueOf((failure.getCause() == null ? failure : failure.getCause()).getMessage());
        BindException unbindable =
                new BindException(reason.substring(reason.lastIndexOf(": ") + 1).strip());
        unbindable.initCause(failure);
        return unbindable;
    }

    /** Returns where the server listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    /** Serves requests that come from now on by other endpoints and other users, on the connections that there are. */
    public void serve(List<Endpoint> endpoints, @Nullable Security security) {
        handler.set(handler(configuration, endpoints, guard, security, events, inFlight));
    }

    private static RequestHandler handler(
            ServerConfiguration configuration,
            List<Endpoint> endpoints,
            RequestGuard guard,
            @Nullable Security security,
            ConnectionEvents events,
            InFlight inFlight) {
        Dispatcher dispatcher = new Dispatcher(endpoints, configuration, new Authorization(security), events);
        return new RequestHandler(
                dispatcher,
                guard,
                security == null ? null : security.authenticator(),
                configuration.limits(),
                inFlight,
                new Rejections(inFlight, configuration.apiVersion()),
                new Tracing(configuration.slow()));
    }

    /**
     * Stops accepting, answers what has been asked, then closes every connection; cold. What takes longer than the
     * shutdown timeout is cut.
     */
    public Mono<Void> close() {
        return Mono.<Void>fromRunnable(probe::dispose)
                .then(Mono.<Void>fromRunnable(
                        () -> server.disposeNow(configuration.timeouts().shutdown())))
                .subscribeOn(Schedulers.boundedElastic()) // it waits
                .onErrorComplete(IllegalStateException.class) // not everything was answered in time
                .then(Mono.defer(() -> loops.disposeLater(Duration.ZERO, Duration.ofSeconds(1))));
    }

    private static LoopResources loops(int eventLoops) {
        int threads = eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops;
        return LoopResources.create("optimist-http", 1, threads, /* daemon= */ false);
    }

    private static HttpRequestDecoderSpec limited(HttpRequestDecoderSpec decoder, ServerConfiguration.Limits limits) {
        return decoder.maxInitialLineLength(limits.initialLineBytes()).maxHeaderSize(limits.headerBytes());
    }

    private static HttpServer server(
            HttpServer requests,
            ServerConfiguration configuration,
            LoopResources loops,
            ConnectionEvents events,
            InFlight inFlight,
            boolean encrypted) {
        ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ConnectionCounts counts = new ConnectionCounts(events, inFlight);
        Rejections rejections = new Rejections(inFlight, configuration.apiVersion());
        RequestHandlers handlers = new RequestHandlers(configuration.limits(), inFlight, rejections, events);
        Http2Connections http2 =
                new Http2Connections(requests, configuration, events, inFlight, rejections, handlers, channels);
        return requests.runOn(loops)
                .bindAddress(configuration::address)
                .childOption(ChannelOption.ALLOCATOR, new RoomyBuffers(ByteBufAllocator.DEFAULT))
                .channelGroup(channels)
                .doOnChannelInit((observer, channel, remote) -> {
                    ConnectionTimeouts clock =
                            new ConnectionTimeouts(configuration.timeouts(), events, Ticker.systemTicker());
                    prepare(channel, counts, clock);
                    channel.pipeline().addAfter(NettyPipeline.HttpCodec, LAST, new LastRequests());
                    handlers.addTo(channel.pipeline(), Admission.toConnection(inFlight, rejections, events));
                    channel.pipeline().addAfter(NettyPipeline.HttpCodec, EXCHANGES, clock.exchanges());
                    if (configuration.http2()) {
                        channel.pipeline().addBefore(NettyPipeline.HttpCodec, null, http2.detector(encrypted));
                    }
                });
    }

    private static HttpServer encrypted(
            HttpServer server, ServerConfiguration configuration, @Nullable X509ExtendedKeyManager tls) {
        if (tls == null) {
            return server;
        }
        SslContext context = TlsContexts.of(tls, configuration.http2());
        return server.secure(spec -> spec.sslContext(context).handshakeTimeout(HANDSHAKE_TIMEOUT));
    }

    /** The clock sees what has been decrypted: a handshake is not a request, and has a timeout of its own. */
    private static void prepare(Channel channel, ConnectionCounts counts, ConnectionTimeouts clock) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addFirst(counts);
        if (pipeline.get(NettyPipeline.SslHandler) == null) {
            pipeline.addAfter(pipeline.context(counts).name(), CLOCK, clock);
        } else {
            pipeline.addAfter(NettyPipeline.SslHandler, CLOCK, clock);
        }
    }
}
