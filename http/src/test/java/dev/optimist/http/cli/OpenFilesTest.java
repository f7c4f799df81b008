package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units    \s
            Max processes             96364                96364                processes\s
            Max open files            %s                20000                files    \s
            Max locked memory         8388608              8388608              bytes    \s
            """;

    @Test
    void max_isWhatTheJvmSays() {
        assertThat(OpenFiles.max()).isEqualTo(OpenFiles.ofManagement());
    }

    @Test
    void ofLimits_isTheSoftLimit() {
        assertThat(OpenFiles.ofLimits(LIMITS.formatted("1024 "))).hasValue(1024);
        assertThat(OpenFiles.ofLimits(LIMITS.formatted("unlimited"))).hasValue(Long.MAX_VALUE);
    }

    @Test
    void ofLimits_doesNotSay_isEmpty() {
        assertThat(OpenFiles.ofLimits("Limit")).isEmpty();
        assertThat(OpenFiles.ofLimits(LIMITS.formatted("many"))).isEmpty();
    }
}
