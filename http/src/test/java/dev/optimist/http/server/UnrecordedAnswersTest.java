package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.api.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of Elasticsearch's answers beyond those that were recorded. */
class UnrecordedAnswersTest {
    @Test
    void typeAsParameter_inVersion8_isUnknownAndHinted() {
        Response answer =
                FuzzedServer.current().ask(FuzzedServer.incoming("PUT", "/i/_doc/7?type=foo", Map.of(), "{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("request [/i/_doc/7] contains unrecognized parameter: [type] -> did you mean [op_type]?");
    }
}
