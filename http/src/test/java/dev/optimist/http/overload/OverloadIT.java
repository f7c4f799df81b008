package dev.optimist.http.overload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.ServerProcess;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with a small heap under ten times the load that it can serve, beside clients that send slowly by the thousand:
 * it goes on, and keeps what it acknowledged.
 *
 * <p>The short run is part of every build. The long one: {@code -Doptimist.overload.seconds=120
 * -Doptimist.overload.slow=5000}.
 */
class OverloadIT {
    private static final int SECONDS = Integer.getInteger("optimist.overload.seconds", 4);
    private static final int SLOW = Integer.getInteger("optimist.overload.slow", 500);
    private static final int CONNECTIONS = 16;

    @TempDir
    Path data;

    private record Measured(WriteLoad load, long nanos) {
        long perSecond() {
            return load.written() * 1_000_000_000L / nanos;
        }
    }

    private static Measured run(InetSocketAddress server, int connections, int pipelined, Duration time) {
        WriteLoad load = new WriteLoad(server, connections, pipelined);
        load.run(time.toNanos());
        return new Measured(load, time.toNanos());
    }

    @Test
    void server_underTenTimesItsLoad_goesOnAndKeepsWhatItAcknowledged() {
        ServerProcess process = ServerProcess.launch(data, "--port=0", "--max-requests=64");
        InetSocketAddress server = process.address();
        run(server, CONNECTIONS, 4, Duration.ofSeconds(2)); // warm
        Measured before = run(server, CONNECTIONS, 4, Duration.ofSeconds(2));
        Measured overload;
        long lostSlow;
        try (SlowClients slow = new SlowClients(server, SLOW)) {
            overload = run(server, 10 * CONNECTIONS, 4, Duration.ofSeconds(SECONDS));
            lostSlow = slow.lost();
        }
        Measured after = run(server, CONNECTIONS, 4, Duration.ofSeconds(1));
        System.out.printf(
                "before %d/s; under load %d/s written, %d refused (50%% in %d us, 99%% in %d us), %d slow clients (%d"
                        + " lost); the second after it %d/s%n",
                before.perSecond(),
                overload.perSecond(),
                overload.load().rejected(),
                overload.load().rejectedMicros(0.5),
                overload.load().rejectedMicros(0.99),
                SLOW,
                lostSlow,
                after.perSecond());
        assertThat(overload.load().rejected()).as("refused").isPositive();
        assertThat(overload.load().written()).as("served all the same").isPositive();
        process.kill();
        process.exitCode();
        assertThat(process.lines()).noneMatch(line -> line.contains("OutOfMemoryError"));

        try (ServerProcess again = ServerProcess.launch(data, "--port=0")) {
            assertKept(new JsonClient(ServerProcess.uri(again.address())), overload.load(), after.load());
        }
    }

    /** What was written later may be there instead: a request whose answer did not come may have been applied. */
    private static void assertKept(JsonClient client, WriteLoad overload, WriteLoad after) {
        overload.acknowledged().forEach((id, nonce) -> {
            boolean writtenLater = after.acknowledged().containsKey(id) || belongsToLast(id);
            JsonNode document = client.get("/load/_doc/" + id).json();
            assertThat(document.get("found").asBoolean()).as(id).isTrue();
            if (!writtenLater) {
                assertThat(document.at("/_source/nonce").asLong()).as(id).isGreaterThanOrEqualTo(nonce);
            }
        });
        assertNonces(client, after.acknowledged());
    }

    private static boolean belongsToLast(String id) {
        return Integer.parseInt(id.substring(0, id.indexOf('-'))) < CONNECTIONS;
    }

    private static void assertNonces(JsonClient client, Map<String, Long> acknowledged) {
        acknowledged.forEach((id, nonce) -> assertThat(client.get("/load/_doc/" + id)
                        .json()
                        .at("/_source/nonce")
                        .asLong())
                .as("document [%s]", id)
                .isGreaterThanOrEqualTo(nonce));
    }
}
