package dev.optimist.core.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.error.StoreFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateRecordTest {
    private static final List<DocumentState> STATES = List.of(
            Document.draft(1, null, Source.of("{}")),
            Document.draft(Long.MAX_VALUE, "r\u00e4\ud83d\ude00", Source.of("{\"a\":1}")),
            Document.draft(0, "", new Source(new byte[0])),
            Tombstone.draft(3, 1_700_000_000_000L),
            Tombstone.draft(Long.MAX_VALUE, -1));

    @Test
    void state_writtenAndRead_isTheSame() {
        for (DocumentState state : STATES) {
            for (long number : new long[] {0, 127, 128, 1L << 32, Long.MAX_VALUE}) {
                assertThat(StateRecord.read(StateRecord.write(state, number, number)))
                        .isEqualTo(state.at(number, number));
            }
        }
    }

    @Test
    void seqNo_readOfTheHeadAlone_isTheRecords() {
        byte[] record = StateRecord.write(STATES.get(0), 123_456_789L, 7);

        assertThat(StateRecord.readSeqNo(Arrays.copyOf(record, 12))).isEqualTo(123_456_789L);
    }

    @Test
    void absent_written_isRefused() {
        assertThatThrownBy(() -> StateRecord.write(Absent.ABSENT, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void record_cutAnywhere_isDamagedOrHasAShorterSource() {
        for (DocumentState state : STATES) {
            byte[] record = StateRecord.write(state, 1L << 40, 300);
            for (int length = 0; length < record.length; length++) {
                assertReadOrDamaged(Arrays.copyOf(record, length));
            }
        }
    }

    @Test
    void record_ofRandomBytes_isReadOrDamaged() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] record = new byte[random.nextInt(40)];
            random.nextBytes(record);
            if (record.length > 2) {
                record[0] = 1;
                record[1] = (byte) random.nextInt(4);
            }
            assertReadOrDamaged(record);
        }
    }

    @Test
    void record_ofUnknownFormat_isDamagedByName() {
        assertThatThrownBy(() -> StateRecord.read(new byte[] {9, 0, 0, 0, 0}))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("format is [9]");
    }

    private static void assertReadOrDamaged(byte[] record) {
        try {
            assertThat(StateRecord.read(record)).isNotNull();
        } catch (StoreFailedException e) {
            assertThat(e.reason()).contains("is damaged");
        }
    }
}
