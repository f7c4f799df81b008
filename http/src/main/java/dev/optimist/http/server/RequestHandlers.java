package dev.optimist.http.server;

import io.netty.channel.ChannelPipeline;
import reactor.netty.NettyPipeline;

/** Puts what judges requests between the codec and the server's framework, on a connection or on a stream of one. */
final class RequestHandlers {
    private static final String MALFORMED = "optimist-malformed";
    private static final String BODIES = "optimist-bodies";
    private static final String ADMISSION = "optimist-admission";

    private final ServerConfiguration.Limits limits;
    private final InFlight inFlight;
    private final Rejections rejections;
    private final ConnectionEvents events;

    RequestHandlers(
            ServerConfiguration.Limits limits, InFlight inFlight, Rejections rejections, ConnectionEvents events) {
        this.limits = limits;
        this.inFlight = inFlight;
        this.rejections = rejections;
        this.events = events;
    }

    void addTo(ChannelPipeline pipeline, Admission admission) {
        pipeline.addAfter(NettyPipeline.HttpCodec, ADMISSION, admission);
        pipeline.addAfter(
                NettyPipeline.HttpCodec, BODIES, new SmallBodies(limits.contentBytes(), inFlight, rejections, events));
        pipeline.addAfter(NettyPipeline.HttpCodec, MALFORMED, new MalformedRequests());
    }

    static void removeFrom(ChannelPipeline pipeline) {
        pipeline.remove(MALFORMED);
        pipeline.remove(BODIES);
        pipeline.remove(ADMISSION);
    }
}
