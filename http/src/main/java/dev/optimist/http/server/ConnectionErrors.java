package dev.optimist.http.server;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands at the end of a connection of HTTP/2: what fails there is the client's or the network's, and nothing to be logged. */
@Sharable
final class ConnectionErrors extends ChannelInboundHandlerAdapter {
    static final ConnectionErrors INSTANCE = new ConnectionErrors();

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionErrors.class);

    private ConnectionErrors() {}

    /** A failure of the protocol has been answered by the codec, which closes once that is sent. */
    @Override
    @SuppressWarnings("deprecation") // of the handlers' interface, not of this method's
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("The connection from {} failed", context.channel().remoteAddress(), cause);
    }
}
