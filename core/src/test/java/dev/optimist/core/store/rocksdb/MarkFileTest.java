package dev.optimist.core.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkFileTest {
    private static final Mark OLD = new Mark(41, 5, 100);
    private static final Mark NEW = new Mark(42, 5, 120);

    @TempDir
    Path temporary;

    private Path path = Path.of("");

    @BeforeEach
    void writeTwice() {
        path = temporary.resolve("mark");
        try (MarkFile file = MarkFile.make(path, Mark.NOTHING)) {
            file.write(OLD);
            file.write(NEW);
        }
    }

    @Test
    void mark_reopened_isTheNewest() {
        assertThat(read()).isEqualTo(NEW);
    }

    @Test
    void mark_writtenAgainAfterReopening_isTheNewest() {
        Mark newer = new Mark(43, 6, 10);
        try (MarkFile file = MarkFile.open(path).orElseThrow()) {
            file.write(newer);
        }

        assertThat(read()).isEqualTo(newer);
    }

    @Test
    void mark_withAnyByteOfOneSlotDamaged_isOneOfTheTwo() throws IOException {
        byte[] sound = Files.readAllBytes(path);
        for (int at = 0; at < 2 * Mark.LENGTH; at++) {
            byte[] damaged = sound.clone();
            damaged[at < Mark.LENGTH ? at : 4096 + at - Mark.LENGTH] ^= 0x10;
            Files.write(path, damaged);
            assertThat(read()).isIn(OLD, NEW);
        }
    }

    @Test
    void mark_withBothSlotsDamaged_isNotThere() throws IOException {
        Files.write(path, new byte[8192]);

        assertThat(MarkFile.open(path)).isEmpty();
    }

    @Test
    void file_writtenManyTimes_doesNotGrow() throws IOException {
        try (MarkFile file = MarkFile.open(path).orElseThrow()) {
            for (int sequence = 50; sequence < 60; sequence++) {
                file.write(new Mark(sequence, 5, 120));
            }
        }

        assertThat(Files.size(path)).isEqualTo(8192);
    }

    private Mark read() {
        try (MarkFile file = MarkFile.open(path).orElseThrow()) {
            return file.mark();
        }
    }
}
