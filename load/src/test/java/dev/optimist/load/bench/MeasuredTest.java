package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    @Test
    void ratio_isTheMedianOfTheRounds() {
        Measured measured = new Measured(
                Row.GET,
                List.of(result(100, 0), result(200, 0), result(100, 0)),
                List.of(),
                List.of(result(50, 0), result(160, 0), result(90, 0)));

        assertThat(measured.ratio()).as("of 0.5, 0.8 and 0.9").isEqualTo(0.8);
        assertThat(measured.fixedPerSecond()).isEqualTo(100);
        assertThat(measured.targetPerSecond()).isEqualTo(90);
    }

    @Test
    void refused_isTakenOffTheSuccesses() {
        Measured measured = new Measured(
                Row.UPDATE_HOT,
                List.of(result(100, 0), result(100, 0)),
                List.of(result(80, 0), result(40, 0)),
                List.of(result(50, 40), result(50, 20)));

        assertThat(measured.ratioToLog()).as("of 10 / 80 and 30 / 40").isEqualTo(0.4375);
        assertThat(measured.targetPerSecond()).as("of 10 and 30").isEqualTo(20);
        assertThat(measured.refusedShare()).isEqualTo(0.6);
    }

    @Test
    void table_hasALineForEachRow() {
        Measured read = new Measured(Row.GET, List.of(result(80_000, 0)), List.of(), List.of(result(60_000, 0)));
        Measured written = new Measured(
                Row.PUT_HOT, List.of(result(80_000, 0)), List.of(result(50_000, 0)), List.of(result(40_000, 0)));

        assertThat(Report.table("Optimist", List.of(read, written), 64).lines())
                .contains(
                        "| GET, random documents | 64 | 80,000 | - | 60,000 | 0.75 | - | 0.70 | 9.00 | 12.00 | 9.00 | 0 | - |",
                        "| durable PUT, one hot document | 64 | 80,000 | 50,000 | 40,000 | 0.50 | 0.80 | 0.70 | 9.00 | 12.00"
                                + " | 9.00 | 0 | - |");
    }

    private static WrkResult result(long requests, long refused) {
        return new WrkResult(
                requests,
                /* micros= */ 1_000_000,
                refused,
                /* broken= */ 0,
                700,
                9_000,
                12_000,
                OptionalLong.empty(),
                Map.of());
    }
}
