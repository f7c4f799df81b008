package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsyncRateTest {
    @Test
    void measure_leavesNothingBehind(@TempDir Path folder) throws Exception {
        FsyncRate rate = FsyncRate.measure(folder, Duration.ofMillis(1));

        assertThat(rate.perSecond()).as("at least one append").isPositive();
        assertThat(rate.fileSystem()).isNotBlank();
        assertThat(folder).as("the probe's file is gone").isEmptyDirectory();
    }
}
