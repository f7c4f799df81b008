package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTimeoutsTest {
    private static final Duration READ = Duration.ofSeconds(10);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final MockTicker time = Ticker.newMockTicker();
    private final ConnectionTimeouts timeouts = new ConnectionTimeouts(
            new ServerConfiguration.Timeouts(READ, REQUEST, IDLE, IDLE), new ConnectionEvents() {}, time);
    private final Connection channel = new Connection(time, timeouts, new HttpServerCodec(), timeouts.exchanges());

    /** A connection whose client reads only when it is told to. */
    private static final class Connection extends EmbeddedChannel {
        private boolean clientReads = true;

        Connection(Ticker ticker, ChannelHandler... handlers) {
            super(EmbeddedChannel.builder().ticker(ticker).handlers(handlers));
            config().setAutoRead(false);
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer outbound) throws Exception {
            if (clientReads) {
                super.doWrite(outbound);
            }
        }
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void answersAsLongAsEachOther_onTheirWayAtEachLook_areNotTakenForOneThatNobodyReads() {
        for (int look = 0; look < 6; look++) {
            channel.clientReads = false;
            exchange();
            pass(READ);
            channel.clientReads = true;
            channel.flush();
        }

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answer_thatNobodyReads_endsTheConnection() {
        channel.clientReads = false;
        exchange();
        pass(READ);
        pass(READ);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void body_thatTheServerDoesNotAskFor_isNotLate() {
        receive("PUT /i/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
        for (int look = 0; look < 6; look++) {
            pass(READ);
        }
        assertThat(channel.isOpen()).as("the server was busy for a minute").isTrue();

        channel.read();
        pass(READ.minusSeconds(1));
        assertThat(channel.isOpen())
                .as("the client has not been asked for long")
                .isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).as("asked, it has sent nothing").isFalse();
    }

    @Test
    void body_whoseAutomaticReadsWereTakenBack_isNotLate() {
        channel.config().setAutoRead(true);
        receive("PUT /i/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
        channel.config().setAutoRead(false);
        for (int look = 0; look < 6; look++) {
            pass(READ);
        }
        assertThat(channel.isOpen()).as("the server was busy for a minute").isTrue();

        channel.config().setAutoRead(true);
        pass(READ);
        assertThat(channel.isOpen()).as("asked, it has sent nothing").isFalse();
    }

    @Test
    void headers_halfThere_areAskedForAndLate() {
        receive("GET /i/_doc/1 HTTP/1.1\r\nHo");
        pass(READ.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();

        pass(Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void body_askedForAgainAndAgain_hasTheTimeOfARequest() {
        receive("PUT /i/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\nabc");
        for (int second = 0; second < 25; second += 5) {
            channel.read();
            pass(Duration.ofSeconds(5));
            receive("d");
        }
        assertThat(channel.isOpen()).isTrue();

        channel.read();
        pass(Duration.ofSeconds(6));
        assertThat(channel.isOpen()).as("30 seconds are over").isFalse();
    }

    private void exchange() {
        receive("GET /i/_doc/1 HTTP/1.1\r\nHost: a\r\n\r\n");
        var unused = channel.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[10])));
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private void pass(Duration duration) {
        time.advance(duration.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }
}
