package dev.optimist.load.growth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H2loadTest {
    @Test
    void parse_successesAlone() {
        String output = """
                finished in 2.00s, 1000.00 req/s, 300.00KB/s
                requests: 2000 total, 2000 started, 2000 done, 1500 succeeded, 500 failed, 0 errored, 0 timeout
                """;

        assertThat(H2load.parse(output)).hasValue(750);
    }

    @Test
    void parse_nothingSucceeded_isNotSpoken() {
        String output = """
                finished in 2.00s, 0.00 req/s, 0B/s
                requests: 64 total, 64 started, 64 done, 0 succeeded, 64 failed, 64 errored, 0 timeout
                """;

        assertThat(H2load.parse(output)).isEmpty();
    }
}
