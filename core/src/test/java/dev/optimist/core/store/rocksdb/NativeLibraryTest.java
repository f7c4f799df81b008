package dev.optimist.core.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process loads the library once, so that each opening here is a process of its own. */
class NativeLibraryTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    Path temporary;

    @Test
    void library_unpackedBefore_isUsedAgainUnlessDamaged() throws IOException {
        Path folder = temporary.resolve("data");
        assertThat(open(folder)).isEqualTo("opened");
        Path library = library(folder);
        Files.setLastModifiedTime(library, LONG_AGO);

        assertThat(open(folder)).isEqualTo("opened");
        assertThat(Files.getLastModifiedTime(library)).as("left as it was").isEqualTo(LONG_AGO);

        Files.write(library, new byte[100]);
        assertThat(open(folder))
                .as("what a process leaves that was killed while unpacking")
                .isEqualTo("opened");
        assertThat(Files.size(library)).isGreaterThan(1_000_000);
    }

    private static Path library(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(new StoreFolder(folder).nativeLibrary())) {
            return files.findFirst().orElseThrow();
        }
    }

    private static String open(Path folder) throws IOException {
        return StoreProcess.run(folder);
    }
}
