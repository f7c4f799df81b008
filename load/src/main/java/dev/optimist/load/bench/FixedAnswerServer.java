package dev.optimist.load.bench;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A server that does nothing but answer: 170 bytes of JSON to any GET, and to anything else once its body was read. What
 * it reaches is the ceiling for every server on the same stack, machine and driver.
 */
public final class FixedAnswerServer {
    static final byte[] ANSWER =
            ("{\"_index\":\"pages\",\"_id\":\"12345\",\"_version\":42,\"_seq_no\":123456,\"_primary_term\":1,\"found\":true,"
                            + "\"_source\":{\"page\":\"/page/12345\",\"views\":10,\"title\":\"A page of the site!!!\"}}")
                    .getBytes(StandardCharsets.UTF_8);

    private FixedAnswerServer() {}

    /** Takes {@code --port N}; serves until the process is ended. */
    public static void main(String[] args) {
        if (args.length != 2 || !args[0].equals("--port")) {
            System.err.println("usage: FixedAnswerServer --port N");
            System.exit(2);
        }
        start(Integer.parseInt(args[1])).onDispose().block();
    }

    /** Starts on a port of the loopback address, 0 for a free one. */
    static DisposableServer start(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .handle(FixedAnswerServer::answer)
                .bindNow();
    }

    private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        response.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        if (HttpMethod.GET.equals(request.method())) {
            return response.sendByteArray(Mono.just(ANSWER));
        }
        return response.sendByteArray(request.receive().aggregate().thenReturn(ANSWER));
    }
}
