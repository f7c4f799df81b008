package dev.optimist.load.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PacedLoadTest {
    private static final byte[] ANSWER =
            "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void requestsThatWereDueWhileAnAnswerWasLate_countFromWhenTheyWereDue() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Pace pace = new Pace(/* perSecond= */ 100, /* connections= */ 1, Duration.ZERO, Duration.ofMillis(500));

            Latencies latencies =
                    PacedLoad.ofRandomPuts(uri, "i", List.of("{}")).run(pace);

            served.get(30, TimeUnit.SECONDS);
            assertThat(latencies.requests()).as("every one that was due").isEqualTo(50);
            assertThat(latencies.refused()).isEqualTo(50);
            assertThat(latencies.micros().getCountBetweenValues(200_000, 60_000_000))
                    .as("due in the first 200 of the 400 ms that the first answer is late")
                    .isGreaterThanOrEqualTo(20);
        }
    }

    private static void serve(ServerSocket server) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            long lateUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            while (in.read() >= 0) {
                in.skipNBytes(in.available());
                while (System.nanoTime() < lateUntil) {
                    LockSupport.parkNanos(lateUntil - System.nanoTime());
                }
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
