package dev.optimist.core.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordWriterTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void varintLength_ofANumber_isWhatWritingItTakes(long number) {
        byte[] written = new RecordWriter(0).writeVarint(number).toBytes();

        assertThat(RecordWriter.varintLength(number)).isEqualTo(written.length);
    }
}
