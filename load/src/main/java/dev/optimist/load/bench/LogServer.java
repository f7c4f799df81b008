package dev.optimist.load.bench;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The fixed-answer server with a disk: what a request brings is in a {@link GroupLog} before it is answered. It knows no
 * documents, reads no JSON and can find nothing again. What it reaches is the ceiling for every durable write.
 */
public final class LogServer {
    private LogServer() {}

    /** Takes {@code --data FOLDER --port N}; serves until the process is ended. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4 || !args[0].equals("--data") || !args[2].equals("--port")) {
            System.err.println("usage: LogServer --data FOLDER --port N");
            System.exit(2);
        }
        try (GroupLog log = GroupLog.make(Path.of(args[1], "log"))) {
            start(Integer.parseInt(args[3]), log).onDispose().block();
        }
    }

    /** Starts on a port of the loopback address, 0 for a free one, with an event loop for each processor. */
    static DisposableServer start(int port, GroupLog log) {
        LoopResources loops =
                LoopResources.create("log", Runtime.getRuntime().availableProcessors(), /* daemon= */ true);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .runOn(loops)
                .handle((request, response) -> answer(request, response, log))
                .bindNow();
    }

    private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response, GroupLog log) {
        response.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        if (HttpMethod.GET.equals(request.method())) {
            return response.sendByteArray(Mono.just(FixedAnswerServer.ANSWER));
        }
        EventLoop loop = loopOf(request);
        return response.sendByteArray(request.receive()
                .aggregate()
                .asByteArray()
                .flatMap(bytes -> log.append(bytes, loop))
                .thenReturn(FixedAnswerServer.ANSWER));
    }

    private static EventLoop loopOf(HttpServerRequest request) {
        AtomicReference<EventLoop> loop = new AtomicReference<>();
        request.withConnection(connection -> loop.set(connection.channel().eventLoop()));
        return requireNonNull(loop.get(), "a request has a connection");
    }
}
