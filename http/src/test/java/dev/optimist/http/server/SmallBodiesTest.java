package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.json.ApiVersion;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmallBodiesTest {
    private static final InFlight UNLIMITED =
            new InFlight(new InFlight.Limits(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, 1_000, 1_000, 1_000));

    private static final int BYTES_MAX = 100;

    private final EmbeddedChannel channel = new EmbeddedChannel(
            new HttpServerCodec(),
            new SmallBodies(BYTES_MAX, UNLIMITED, new Rejections(UNLIMITED, ApiVersion.V8), ConnectionEvents.NONE));

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private static String put(int length, String more) {
        return "PUT /i/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n" + more + "\r\n";
    }

    private String collectedBody() {
        FullHttpRequest request = channel.readInbound();
        assertThat(request.uri()).as("the request").isEqualTo("/i/_doc/1");
        assertThat(request.headers().get("host")).as("its headers").isEqualTo("a");
        assertThat(request.content().isReadable()).as("a body in the content").isFalse();
        return new String(((CollectedHeaders) request.headers()).body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void smallBody_inOnePiece_isHandedOnWithItsHead() {
        receive(put(3, "") + "abc");

        assertThat(collectedBody()).isEqualTo("abc");
        assertThat(channel.<Object>readInbound()).as("what comes behind it").isNull();
    }

    @Test
    void smallBody_byteByByte_isHandedOnAtItsEnd() {
        String request = put(3, "") + "abc";
        for (int at = 0; at < request.length() - 1; at++) {
            receive(request.substring(at, at + 1));
            assertThat(channel.<Object>readInbound()).as("before the end").isNull();
        }
        receive("c");

        assertThat(collectedBody()).isEqualTo("abc");
    }

    @Test
    void smallBodies_pipelined_keepTheirOrder() {
        receive(put(1, "") + "a" + put(2, "") + "bc" + "GET /i/_doc/1 HTTP/1.1\r\n\r\n");

        assertThat(collectedBody()).isEqualTo("a");
        assertThat(collectedBody()).isEqualTo("bc");
        assertThat(channel.<HttpRequest>readInbound().headers()).isNotInstanceOf(CollectedHeaders.class);
    }

    @Test
    void largeBody_passesAsItArrives() {
        receive(put(BYTES_MAX + 1, "") + "abc");

        assertPasses();
    }

    @Test
    void bodyOfUnknownLength_passesAsItArrives() {
        receive("PUT /i/_doc/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");

        assertPasses();
    }

    @Test
    void bodyThatWaitsForPermission_passesItsHead() {
        receive(put(3, "Expect: 100-continue\r\n"));

        assertThat(channel.<HttpRequest>readInbound().headers()).isNotInstanceOf(CollectedHeaders.class);
    }

    private void assertPasses() {
        HttpRequest head = channel.readInbound();
        assertThat(head.headers()).as("the head").isNotInstanceOf(CollectedHeaders.class);
        HttpContent part = channel.readInbound();
        assertThat(part.content().toString(StandardCharsets.ISO_8859_1))
                .as("the first part")
                .isEqualTo("abc");
        ReferenceCountUtil.release(part);
    }

    @Test
    void request_withoutBody_passes() {
        receive("GET / HTTP/1.1\r\n\r\n");

        assertThat(channel.<HttpRequest>readInbound().headers()).isNotInstanceOf(CollectedHeaders.class);
        assertThat(channel.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Test
    void connection_closedInTheMiddleOfABody_handsNothingOn() {
        receive(put(3, "") + "ab");
        channel.close().syncUninterruptibly();

        assertThat(channel.<Object>readInbound()).isNull();
    }
}
