package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.http.testing.CuttingProxy;
import dev.optimist.http.testing.CuttingProxy.Direction;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.ServerProcess;
import dev.optimist.http.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not know whether its write arrived makes it again, and it is applied once. */
class IdempotencyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILLS = 6;

    private static TestServer server;
    private static CuttingProxy proxy;

    @TempDir
    Path data;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        proxy = new CuttingProxy(server.address());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    private static Answer exchange(InetSocketAddress to, String method, String path, String key, String body) {
        try (RawHttp connection = RawHttp.connect(to)) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Host", "localhost");
            headers.put("Content-Type", "application/json");
            if (!key.isEmpty()) {
                headers.put("Idempotency-Key", key);
            }
            Optional<byte[]> bytes =
                    body.isEmpty() ? Optional.empty() : Optional.of(body.getBytes(StandardCharsets.UTF_8));
            return connection.exchange(method, path, headers, bytes);
        }
    }

    private static Answer send(String method, String path, String key, String body) {
        return exchange(server.address(), method, path, key, body);
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean replayed(Answer answer) {
        return answer.header("Idempotent-Replayed").equals(Optional.of("true"));
    }

    private static void assertSame(Answer again, Answer first) {
        assertThat(replayed(first)).isFalse();
        assertThat(replayed(again)).isTrue();
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /once/_doc/put           | {\"n\":1}",
                "PUT    | /once/_create/create     | {\"n\":1}",
                "POST   | /once/_doc?routing=r%20s | {\"n\":1}",
                "POST   | /once/_update/put?_source=true | {\"doc\":{\"n\":7}}",
                "POST   | /once/_update/put?retry_on_conflict=3 | {\"script\":\"ctx._source.n += 1\"}",
                "DELETE | /once/_doc/never-there?pretty |",
            })
    void write_madeAgain_getsTheFirstAnswer(String method, String path, String body) {
        String sent = body == null ? "" : body;
        send("PUT", "/once/_doc/put", "", "{\"n\":0}");
        String key = "key of " + method + path + sent;

        Answer first = send(method, path, key, sent);
        send("PUT", "/once/_doc/put", "", "{\"n\":100}");

        assertThat(first.status()).isIn(200, 201, 404);
        assertSame(send(method, path, key, sent), first);
        assertThat(json(send("GET", "/once/_doc/put", "", "")).at("/_source/n").asInt())
                .as("what came after it stands")
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT  | /once/_doc/used   | {\"n\":2}",
                "PUT  | /once/_doc/other  | {\"n\":1}",
                "POST | /once/_doc/used   | {\"n\":1}",
                "PUT  | /once/_doc/used?routing=x | {\"n\":1}",
                "PUT  | /twice/_doc/used  | {\"n\":1}",
            })
    void key_ofAnotherRequest_isRefused(String method, String path, String body) {
        send("PUT", "/once/_doc/used", "used", "{\"n\":1}");

        Answer other = send(method, path, "used", body);

        assertThat(other.status()).isEqualTo(422);
        assertThat(json(other).at("/error/type").asText()).isEqualTo("idempotency_key_exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_bulk", "/once/_bulk", "/once/_update_by_query", "/once/_delete_by_query", "/_aliases"})
    void key_whereItWouldNotBeHeeded_isRefused(String path) {
        Answer answer = send("POST", path, "k", "{\"index\":{\"_index\":\"once\",\"_id\":\"never\"}}\n{}\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("does not support the header [Idempotency-Key]");
        assertThat(send("GET", "/once/_doc/never", "", "").status()).isEqualTo(404);
    }

    @Test
    void key_ofASearch_changesNothing() {
        send("PUT", "/once/_doc/put", "", "{\"n\":0}");

        assertThat(send("POST", "/once/_search", "k", "{}").status()).isEqualTo(200);
    }

    @Test
    void key_tooLongOrEmpty_isRefused() {
        assertThat(send("PUT", "/once/_doc/1", "k".repeat(256), "{}").status()).isEqualTo(400);
        try (RawHttp connection = RawHttp.connect(server.address())) {
            Map<String, String> headers = Map.of("Host", "localhost", "Idempotency-Key", "");
            Answer empty = connection.exchange(
                    "PUT", "/once/_doc/1", headers, Optional.of("{}".getBytes(StandardCharsets.UTF_8)));
            assertThat(empty.status()).isEqualTo(400);
        }
    }

    /** Cut at every byte of the request and of the answer, until the cut comes behind their end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REQUEST | PUT    | /cut/_doc/r                      | {\"n\":1}",
                "ANSWER  | PUT    | /cut/_doc/r                      | {\"n\":1}",
                "ANSWER  | POST   | /cut/_update/r?_source=n         | {\"script\":\"ctx._source.n += 1\"}",
                "ANSWER  | DELETE | /cut/_doc/r                      |",
            })
    void write_cutAtEveryByte_andMadeAgain_isAppliedOnce(Direction direction, String method, String path, String body) {
        String sent = body == null ? "" : body;
        send("PUT", "/cut/_doc/r", "", "{\"n\":0}");
        long version = version(server.address());
        boolean cut = true;
        int replays = 0;
        for (int bytes = 0; cut; bytes++) {
            if (method.equals("DELETE")) { // so that there is something to delete
                send("PUT", "/cut/_doc/r", "", "{\"n\":0}");
                version++;
            }
            String key = direction + method + bytes;
            proxy.cut(direction, bytes);
            cut = isCut(method, path, key, sent);
            Answer again = send(method, path, key, sent);
            version++;
            assertThat(json(again).get("_version").asLong())
                    .as("cut after %s bytes", bytes)
                    .isEqualTo(version);
            replays += replayed(again) ? 1 : 0;
        }
        assertThat(replays).as("writes that had arrived").isPositive();
        if (!method.equals("DELETE")) {
            assertThat(version(server.address())).isEqualTo(version);
        }
    }

    private static boolean isCut(String method, String path, String key, String body) {
        try {
            exchange(proxy.address(), method, path, key, body);
            return false;
        } catch (UncheckedIOException lost) {
            return true;
        }
    }

    private static long version(InetSocketAddress at) {
        return json(exchange(at, "GET", "/cut/_doc/r", "", "")).get("_version").asLong();
    }

    @Test
    void write_whoseServerIsKilled_andMadeAgain_isAppliedOnce() {
        Random random = new Random(20261125);
        long version = 0;
        int replays = 0;
        ServerProcess process = ServerProcess.launch(data, "--port=0");
        InetSocketAddress address = process.address();
        for (int kill = 0; kill < KILLS; kill++) {
            String key = "kill " + kill;
            try (RawHttp connection = RawHttp.connect(address)) {
                connection.send(request(key));
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(8_000)));
                process.kill();
                process.exitCode();
            }
            process = ServerProcess.launch(data, "--port=0");
            address = process.address();
            Answer again = exchange(address, "PUT", "/cut/_doc/r", key, "{\"n\":1}");
            assertThat(json(again).get("_version").asLong()).isEqualTo(++version);
            assertSameOnceMore(address, key, again);
            replays += replayed(again) ? 1 : 0;
        }
        assertThat(version(address)).isEqualTo(KILLS);
        System.out.printf("of %d writes whose server was killed, %d were there%n", KILLS, replays);
        process.close();
    }

    private static void assertSameOnceMore(InetSocketAddress address, String key, Answer before) {
        Answer once = exchange(address, "PUT", "/cut/_doc/r", key, "{\"n\":1}");
        assertThat(replayed(once)).isTrue();
        assertThat(once.text()).isEqualTo(before.text());
    }

    private static String request(String key) {
        return RawHttp.lines(
                        "PUT /cut/_doc/r HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Idempotency-Key: " + key,
                        "Content-Length: 7")
                + "{\"n\":1}";
    }
}
