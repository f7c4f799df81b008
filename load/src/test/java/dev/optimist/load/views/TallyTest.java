package dev.optimist.load.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void audited_equalCounts_pass() {
        acknowledge("v1", 3);

        assertThat(tally.audited("views", /* stored= */ 13, /* before= */ 10)).isEqualTo(13);
    }

    @Test
    void audited_oneLess_isALostUpdate() {
        acknowledge("v1", 3);

        assertThatIllegalStateException()
                .isThrownBy(() -> tally.audited("views", 12, 10))
                .withMessageContaining("stored 2, but 3 were acknowledged");
    }

    @Test
    void audited_oneMore_wasAppliedTwice() {
        acknowledge("v1", 3);

        assertThatIllegalStateException().isThrownBy(() -> tally.audited("views", 14, 10));
    }

    @Test
    void audited_unknownOutcome_mayBeThereOrNot() {
        acknowledge("v1", 3);
        tally.doubt("v1");

        assertThat(tally.audited("views", 13, 10)).as("not there").isEqualTo(13);
        assertThat(tally.audited("views", 14, 10)).as("there").isEqualTo(14);
        assertThatIllegalStateException().as("never twice").isThrownBy(() -> tally.audited("views", 15, 10));
    }

    @Test
    void auditedVisits_eachVisitorIsComparedWithItsOwn() {
        acknowledge("v1", 3);
        acknowledge("v2", 1);

        assertThat(tally.audited(Map.of("v1", 3, "v2", 1L))).hasSize(2);
        assertThatIllegalStateException()
                .as("the sum is right, the visitors are not")
                .isThrownBy(() -> tally.audited(Map.of("v1", 2, "v2", 2)));
        assertThatIllegalStateException()
                .as("a visitor is missing")
                .isThrownBy(() -> tally.audited(Map.of("v1", 3)))
                .withMessageContaining("views of v2: stored 0");
        assertThatIllegalStateException()
                .as("a visitor whom nobody knows")
                .isThrownBy(() -> tally.audited(Map.of("v1", 3, "v2", 1, "v3", 1)));
    }

    @Test
    void text_saysAttemptsPerView() {
        acknowledge("v1", 2);
        tally.refuse();

        assertThat(tally)
                .hasToString(
                        "2 views acknowledged, 1 refused as conflicts (1.50 attempts a view), 0 of unknown outcome");
    }

    private void acknowledge(String visitor, int times) {
        for (int i = 0; i < times; i++) {
            tally.acknowledge(visitor);
        }
    }
}
