package dev.optimist.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.security.GuessLimit.Guesser;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessLimitTest {
    private final AtomicLong now = new AtomicLong();
    private final GuessLimit limit = new GuessLimit(now::get);

    @Test
    void name_guessedOften_waitsAndMayTryAgainLater() {
        Guesser guesser = new Guesser("10.0.0.1", "ann");
        for (int i = 0; i < GuessLimit.FAILURES_OF_NAME; i++) {
            assertThat(limit.mustWait(guesser)).as("guess %d", i).isFalse();
            limit.failed(guesser);
        }
        assertThat(limit.mustWait(guesser)).as("one too many").isTrue();
        assertThat(limit.mustWait(new Guesser("10.0.0.2", "ann")))
                .as("the same name from elsewhere")
                .isFalse();
        assertThat(limit.mustWait(new Guesser("10.0.0.1", "bob")))
                .as("another name")
                .isFalse();
        now.addAndGet(GuessLimit.REFILL_OF_NAME.toNanos());
        assertThat(limit.mustWait(guesser)).as("after a while").isFalse();
    }

    @Test
    void address_guessesManyNames_waits() {
        for (int i = 0; i < GuessLimit.FAILURES_OF_ADDRESS; i++) {
            limit.failed(new Guesser("10.0.0.1", "name" + i));
        }
        assertThat(limit.mustWait(new Guesser("10.0.0.1", "ann"))).isTrue();
        assertThat(limit.mustWait(new Guesser("10.0.0.2", "ann"))).isFalse();
    }
}
