package dev.optimist.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

/**
 * Makes connections of HTTP/2 out of those that have begun as HTTP/1.1. Each stream then is a channel with the handlers
 * that a connection of HTTP/1.1 has, behind a codec that speaks frames: what is refused there is refused here.
 */
final class Http2Connections {
    private static final int STREAM_WINDOW_BYTES = 65_535;

    /** What arrives for streams that do not read at the moment; one of them may not keep the others waiting. */
    private static final int CONNECTION_WINDOW_BYTES = 1 << 18;

    private static final int FRAME_BYTES_MAX = 1 << 14;
    private static final int HEADER_TABLE_BYTES = 4096;
    private static final int RESETS_MAX = 200;
    private static final int RESETS_SECONDS = 30;
    private static final int EMPTY_FRAMES_MAX = 2;
    private static final int SMALL_CONTINUATIONS_MAX = 16;
    private static final int QUEUED_CONTROL_FRAMES_MAX = 1_000;
    private static final int UNLIMITED = -1;

    private final ServerConfiguration configuration;
    private final ConnectionEvents events;
    private final InFlight inFlight;
    private final Rejections rejections;
    private final ChannelGroup channels;
    private final RequestHandlers handlers;
    private final StreamCodec codec;
    private final ChannelHandler framework;

    /**
     * @param server how requests are handled
     * @param channels all that are open; closing waits for what is under way in them
     */
    Http2Connections(
            HttpServer server,
            ServerConfiguration configuration,
            ConnectionEvents events,
            InFlight inFlight,
            Rejections rejections,
            RequestHandlers handlers,
            ChannelGroup channels) {
        this.configuration = configuration;
        this.events = events;
        this.inFlight = inFlight;
        this.rejections = rejections;
        this.handlers = handlers;
        this.channels = channels;
        this.codec = new StreamCodec(configuration.limits().initialLineBytes());
        this.framework = framework(server.configuration());
    }

    /** Returns what gives a channel the handlers of the server's framework, as if it were a connection of HTTP/1.1. */
    private static ChannelHandler framework(HttpServerConfig server) {
        return server.channelInitializer(new StreamObserver(server.childObserver()), null, /* onServer= */ true);
    }

    /** Returns what finds out which protocol a connection speaks. */
    ChannelHandler detector(boolean encrypted) {
        return encrypted ? new NegotiatedProtocol(this) : new PriorKnowledge(this);
    }

    /** Puts the handlers of HTTP/2 in the place of those of HTTP/1.1. */
    void begin(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        RequestHandlers.removeFrom(pipeline);
        pipeline.remove(NettyServer.CLOCK);
        pipeline.remove(NettyServer.EXCHANGES);
        pipeline.remove(NettyServer.LAST);
        pipeline.remove(NettyPipeline.HttpCodec);
        pipeline.remove(NettyPipeline.HttpTrafficHandler);
        pipeline.remove(NettyPipeline.ReactiveBridge);
        Http2FrameCodec frames = frames();
        Http2Clock clock = new Http2Clock(configuration.timeouts(), events);
        pipeline.addLast(NettyPipeline.HttpCodec, frames);
        pipeline.addLast(clock);
        pipeline.addLast(new Http2MultiplexHandler(new Streams(clock)));
        pipeline.addLast(ConnectionErrors.INSTANCE);
        widen(frames.connection());
        channel.config().setAutoRead(true); // streams have windows instead
    }

    private Http2FrameCodec frames() {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(settings())
                .validateHeaders(/* validateHeaders= */ true)
                .validateRequiredPseudoHeaders(/* validateRequiredPseudoHeaders= */ true)
                .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_FRAMES_MAX)
                .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS_MAX)
                .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES_MAX)
                .gracefulShutdownTimeoutMillis(UNLIMITED) // whoever closes the server has a clock
                .build();
    }

    private Http2Settings settings() {
        return Http2Settings.defaultSettings()
                .maxConcurrentStreams(inFlight.limits().pipelined())
                .initialWindowSize(STREAM_WINDOW_BYTES)
                .maxFrameSize(FRAME_BYTES_MAX)
                .headerTableSize(HEADER_TABLE_BYTES)
                .maxHeaderListSize(configuration.limits().headerBytes());
    }

    private static void widen(Http2Connection connection) {
        try {
            connection
                    .local()
                    .flowController()
                    .incrementWindowSize(connection.connectionStream(), CONNECTION_WINDOW_BYTES - STREAM_WINDOW_BYTES);
        } catch (Http2Exception e) {
            throw new IllegalStateException("a window that is too wide", e);
        }
    }

    /** Gives a stream its handlers. */
    @Sharable
    private final class Streams extends ChannelInitializer<Channel> {
        private final Http2Clock clock;
        private final ConnectionBytes bytes =
                new ConnectionBytes(inFlight.limits().connectionBytes());

        Streams(Http2Clock clock) {
            this.clock = clock;
        }

        @Override
        protected void initChannel(Channel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            channels.add(channel);
            pipeline.addLast(framework);
            pipeline.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, codec);
            pipeline.addFirst(new StreamTimeouts(clock));
            handlers.addTo(pipeline, Admission.toStream(inFlight, rejections, events, bytes));
        }
    }
}
