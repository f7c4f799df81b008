package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatiosTest {
    @TempDir
    private Path folder;

    @Test
    void record_keepsTheRowsThatWereNotMeasured() throws Exception {
        Path file = folder.resolve("ratios.csv");
        Files.write(file, List.of("row,ratio", "get,0.850", "put-hot,0.600"));

        Ratios.read(file).record(List.of(measured(Row.GET, 90)), file);

        assertThat(file).content().isEqualToIgnoringNewLines("row,ratio\nget,0.900\nput-hot,0.600\n");
    }

    @Test
    void drift_comparesWithWhatWasRecorded() throws Exception {
        Path file = folder.resolve("ratios.csv");
        Ratios.read(file).record(List.of(measured(Row.GET, 80)), file);

        assertThat(Ratios.read(file).drift(List.of(measured(Row.GET, 60), measured(Row.CHAIN, 50))))
                .containsPattern("get +0.600, recorded 0.800: -25.0 %")
                .containsPattern("chain +0.500, none recorded");
    }

    private static Measured measured(Row row, long requests) {
        return new Measured(row, List.of(result(100)), List.of(), List.of(result(requests)));
    }

    private static WrkResult result(long requests) {
        return new WrkResult(requests, 1_000_000, 0, 0, 700, 9_000, 12_000, OptionalLong.empty(), Map.of());
    }
}
