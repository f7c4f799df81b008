package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.json.ApiVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final String GET = "GET /i/_doc/1 HTTP/1.1\r\nHost: a\r\n";
    private static final String PUT = "PUT /i/_doc/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    private final InFlight inFlight = new InFlight(new InFlight.Limits(1_000, 1_000, /* requests= */ 1, 10, 10));
    private final Rejections rejections = new Rejections(inFlight, ApiVersion.V8);
    private final AtomicInteger rejected = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final ConnectionEvents events = new ConnectionEvents() {
        @Override
        public void rejected(Rejection reason) {
            rejected.incrementAndGet();
        }
    };

    private final EmbeddedChannel channel = new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
                @Override
                public void read(ChannelHandlerContext context) {
                    reads.incrementAndGet();
                    context.read();
                }
            },
            new HttpServerCodec(),
            new SmallBodies(1_000, inFlight, rejections, events),
            Admission.toConnection(inFlight, rejections, events));

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private List<HttpRequest> handedOn() {
        List<HttpRequest> requests = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                requests.add(request);
            }
            ReferenceCountUtil.release(message);
        }
        return requests;
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.UTF_8));
            part.release();
        }
        return text.toString();
    }

    private void answerOne() {
        channel.writeOutbound(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER));
    }

    @Test
    void request_thatNoOtherWaitsBefore_isRefusedHere() {
        inFlight.enter();
        reads.set(0);
        receive(GET + "X-Opaque-Id: me\r\n\r\n");

        assertThat(handedOn()).isEmpty();
        assertThat(sent())
                .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                .containsIgnoringCase("retry-after: 1\r\n")
                .containsIgnoringCase("x-elastic-product: Elasticsearch\r\n")
                .containsIgnoringCase("x-opaque-id: me\r\n")
                .endsWith("\"reason\":\"rejected execution of a request: [1] are under way already\"},\"status\":429}");
        assertThat(reads).as("the next is asked for").hasPositiveValue();
        assertThat(rejected).hasValue(1);

        inFlight.leave();
        receive(PUT);
        assertThat(handedOn()).as("the next is served").hasSize(1);
    }

    @Test
    void request_withABody_isRefusedHereAndItsBodyIsGone() {
        inFlight.enter();
        receive(PUT + PUT);

        assertThat(handedOn()).isEmpty();
        assertThat(sent().split("HTTP/1.1 429")).hasSize(3);
    }

    @Test
    void headRequest_isRefusedWithoutABody() {
        inFlight.enter();
        receive("HEAD /i/_doc/1 HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(sent()).startsWith("HTTP/1.1 429").endsWith("\r\n\r\n");
    }

    @Test
    void request_behindAnother_waitsForItsTurn() {
        receive(PUT + PUT);

        assertThat(handedOn())
                .hasSize(2)
                .element(1)
                .satisfies(second ->
                        assertThat(Rejections.isStandIn(second.method())).isTrue());
        assertThat(sent()).isEmpty();
        answerOne();
        answerOne();
        assertThat(inFlight.requests()).isZero();
    }

    @Test
    void request_thatWantsTheConnectionClosed_isRefusedByWhoCloses() {
        inFlight.enter();
        receive(GET + "Connection: close\r\n\r\n");
        receive("GET /i/_doc/1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

        assertThat(handedOn()).hasSize(2).allMatch(standIn -> Rejections.isStandIn(standIn.method()));
        assertThat(sent()).isEmpty();
    }

    @Test
    void refusals_thatNobodyReads_areNotMadeForEver() {
        inFlight.enter();
        channel.config().setAutoRead(false);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        reads.set(0);
        receive(GET + "\r\n");

        assertThat(reads).as("more requests asked for").hasValue(0);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(reads).as("once the client reads").hasPositiveValue();
    }
}
