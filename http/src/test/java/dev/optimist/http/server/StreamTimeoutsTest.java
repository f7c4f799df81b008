package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTimeoutsTest {
    private static final Duration READ = Duration.ofSeconds(10);
    private static final Duration REQUEST = Duration.ofSeconds(30);

    private final StreamTimeouts timeouts = new StreamTimeouts(new Http2Clock(
            new ServerConfiguration.Timeouts(READ, REQUEST, REQUEST, REQUEST), new ConnectionEvents() {}));
    private final EmbeddedChannel stream = new EmbeddedChannel(timeouts);

    @BeforeEach
    void begin() {
        stream.config().setAutoRead(false);
        stream.writeInbound(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()));
    }

    @AfterEach
    void release() {
        stream.finishAndReleaseAll();
    }

    @Test
    void request_thatTheServerDoesNotAskFor_isNeverLate() {
        assertThat(rest()).isEqualTo(Long.MAX_VALUE);

        stream.config().setAutoRead(true);
        stream.config().setAutoRead(false);
        assertThat(rest()).as("what was asked for automatically is taken back").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void request_thatTheServerAsksFor_hasTheTimeOfARead() {
        stream.read();
        assertThat(rest()).isPositive().isLessThanOrEqualTo(READ.toNanos());

        stream.writeInbound(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, /* endStream= */ true));
        stream.read();
        assertThat(rest()).as("all of it is there").isEqualTo(Long.MAX_VALUE);
    }

    private long rest() {
        return timeouts.restNanos(System.nanoTime());
    }
}
