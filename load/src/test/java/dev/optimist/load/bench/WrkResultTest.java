package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WrkResultTest {
    private static final String OUTPUT = """
            Running 5s test @ http://127.0.0.1:9200
              1 threads and 64 connections
            RESULT requests=1000 micros=2000000 refused=860 broken=1 p50=700 p99=9000 p999=12000
            STATUS 200 140
            STATUS 409 860
            """;

    @Test
    void parse_readsFiguresAndStatuses() {
        WrkResult result = WrkResult.parse(OUTPUT);

        assertThat(result.requestsPerSecond()).isEqualTo(500);
        assertThat(result.broken()).isEqualTo(1);
        assertThat(result.p99Micros()).isEqualTo(9_000);
        assertThat(result.statuses()).isEqualTo(Map.of("200", 140L, "409", 860L));
    }

    @Test
    void parse_withoutResult_showsWhatWrkSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WrkResult.parse("unable to connect to 127.0.0.1:9200 Connection refused"))
                .withMessageContaining("Connection refused");
    }

    @Test
    void successes_refusalsCountOnlyWhereTheyAreTheWork() {
        WrkResult result = WrkResult.parse(OUTPUT);

        assertThat(Row.UPDATE_HOT.successesPerSecond(result)).as("the others").isEqualTo(70);
        assertThat(Row.CONFLICT.successesPerSecond(result)).as("the refused").isEqualTo(430);
    }
}
