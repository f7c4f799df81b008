package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.fuzz.SeedCorpus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any bytes on a connection, through the server's own handlers: however they are cut into packets they are the same
 * requests, each of which is answered, and nothing of them is kept.
 */
public class HttpBytesFuzzTest {
    private static final InFlight UNLIMITED =
            new InFlight(new InFlight.Limits(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, 1_000, 1_000, 1_000));

    /** What a connection has brought: a request, or that one could not be decoded. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Brought(String method, String uri, Map<String, String> headers, byte[] body, boolean malformed) {
        String shown() {
            return malformed ? "malformed" : method + " " + uri + " " + headers + " " + Arrays.toString(body);
        }
    }

    @TestFactory
    Stream<DynamicTest> seeds() {
        return SeedCorpus.tests(HttpBytesFuzzTest.class, HttpBytesFuzzTest::fuzzerTestOneInput);
    }

    /** Starts the server before the first input, whose time is limited. */
    public static void fuzzerInitialize() {
        FuzzedServer.current();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        List<Brought> whole = brought(input, Integer.MAX_VALUE, new Random(0));
        List<Brought> cut = brought(input, 1 + Math.floorMod(Arrays.hashCode(input), 9), new Random(input.length));
        assertThat(cut.stream().map(Brought::shown))
                .isEqualTo(whole.stream().map(Brought::shown).toList());
        for (Brought each : whole) {
            answer(each);
        }
    }

    private static void answer(Brought each) {
        FuzzedServer server = FuzzedServer.current();
        if (each.malformed()) {
            FuzzedServer.require(
                    server.dispatcher().failed(RequestException.illegalArgument("malformed"), null),
                    FuzzedServer.incoming("GET", "/", Map.of(), new byte[0]));
        } else {
            server.ask(FuzzedServer.incoming(each.method(), each.uri(), each.headers(), each.body()));
        }
    }

    private static List<Brought> brought(byte[] input, int packetMax, Random random) {
        ServerConfiguration.Limits limits = FuzzedServer.configuration().limits();
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.initialLineBytes())
                        .setMaxHeaderSize(limits.headerBytes())),
                new MalformedRequests(),
                new SmallBodies(
                        limits.contentBytes(),
                        UNLIMITED,
                        new Rejections(UNLIMITED, FuzzedServer.configuration().apiVersion()),
                        ConnectionEvents.NONE));
        try {
            for (int from = 0; from < input.length; ) {
                int to = packetMax == Integer.MAX_VALUE
                        ? input.length
                        : Math.min(input.length, from + 1 + random.nextInt(packetMax));
                channel.writeInbound(Unpooled.wrappedBuffer(input, from, to - from));
                from = to;
            }
            return gathered(channel);
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static List<Brought> gathered(EmbeddedChannel channel) {
        List<Brought> all = new ArrayList<>();
        HttpRequest begun = null;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            try {
                if (message instanceof HttpRequest request) {
                    begun = request;
                    body.reset();
                }
                if (message instanceof HttpContent part && begun != null) {
                    if (part.decoderResult().isFailure()) {
                        all.add(malformed());
                        return all;
                    }
                    append(part.content(), body);
                    if (message instanceof LastHttpContent) {
                        all.add(brought(begun, body.toByteArray()));
                        if (all.get(all.size() - 1).malformed()) {
                            return all; // the connection closes behind it
                        }
                        begun = null;
                    }
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
        return all;
    }

    private static void append(ByteBuf content, ByteArrayOutputStream body) {
        byte[] bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        body.writeBytes(bytes);
    }

    private static Brought malformed() {
        return new Brought("", "", Map.of(), new byte[0], /* malformed= */ true);
    }

    private static Brought brought(HttpRequest request, byte[] received) {
        if (MalformedRequests.isStandIn(request.method())) {
            return malformed();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(header -> headers.putIfAbsent(header.getKey(), header.getValue()));
        byte[] collected = collected(request);
        return new Brought(
                request.method().name(),
                request.uri(),
                headers,
                collected == null ? received : collected,
                /* malformed= */ false);
    }

    private static byte @Nullable [] collected(HttpRequest request) {
        return request.headers() instanceof CollectedHeaders small ? small.body() : null;
    }
}
