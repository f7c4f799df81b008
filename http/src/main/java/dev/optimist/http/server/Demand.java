package dev.optimist.http.server;

import io.netty.channel.ChannelHandlerContext;

/**
 * Whether the server waits for bytes of a client, who can be late only then.
 *
 * <p>As Netty has it, what is read meets the demand, and a read renews it, unless it was automatic and automatic reads have
 * ended since.
 *
 * <p><b>Concurrency.</b> Belongs to the event loop of what it is about.
 */
final class Demand {
    private boolean asked = true;
    private boolean automatic;

    void met() {
        asked = false;
    }

    /** Asks for more; returns whether nothing was asked for until now. */
    boolean renewed(ChannelHandlerContext context) {
        boolean rested = !asked;
        asked = true;
        automatic = context.channel().config().isAutoRead();
        return rested;
    }

    boolean holds(ChannelHandlerContext context) {
        if (automatic && !context.channel().config().isAutoRead()) {
            asked = false;
        }
        return asked;
    }
}
