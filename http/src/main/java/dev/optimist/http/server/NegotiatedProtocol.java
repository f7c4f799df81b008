package dev.optimist.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;

/** Waits for the handshake of an encrypted connection to tell whether HTTP/2 will be spoken, and is gone then. */
final class NegotiatedProtocol extends ApplicationProtocolNegotiationHandler {
    private final Http2Connections connections;

    NegotiatedProtocol(Http2Connections connections) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.connections = connections;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            connections.begin(context.channel());
        }
    }

    /** Whoever is behind is told, and closes. */
    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {}

    @Override
    @SuppressWarnings("deprecation") // of the handlers' interface, not of this method's
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.fireExceptionCaught(cause);
    }
}
