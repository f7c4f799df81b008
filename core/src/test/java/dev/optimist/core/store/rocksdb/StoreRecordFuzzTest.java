package dev.optimist.core.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.fuzz.SeedCorpus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any bytes where the store looks for a record: damage is said to be damage, and what can be read is what was written. The
 * first byte chooses the kind.
 */
public class StoreRecordFuzzTest {
    private static final StoreFolder FOLDER = new StoreFolder(Path.of("data"));

    @TestFactory
    Stream<DynamicTest> seeds() {
        return SeedCorpus.tests(StoreRecordFuzzTest.class, StoreRecordFuzzTest::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] record = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0] & 7) {
                case 0 -> state(record);
                case 1 -> ReceiptRecord.read("key", record);
                case 2 -> shard(record);
                case 3 -> header(record);
                case 4 -> mark(record);
                case 5 -> Keys.shardOf(record);
                case 6 -> StateRecord.readSeqNo(record);
                default -> Keys.uidOf(record);
            }
        } catch (StoreFailedException damaged) {
            assertThat(damaged.reason()).isNotEmpty();
        }
    }

    private static void state(byte[] record) {
        DocumentState read = StateRecord.read(record);
        byte[] written = StateRecord.write(read, read.seqNo(), read.primaryTerm());
        DocumentState again = StateRecord.read(written);
        assertThat(again.revision()).isEqualTo(read.revision());
        assertThat(again.version()).isEqualTo(read.version());
        assertThat(again.live()).isEqualTo(read.live());
        if (read instanceof Document document && again instanceof Document same) {
            assertThat(same.routing()).isEqualTo(document.routing());
            assertThat(same.source().bytes()).isEqualTo(document.source().bytes());
        }
    }

    private static void shard(byte[] record) {
        ShardRecord read = ShardRecord.read(record);
        assertThat(ShardRecord.read(read.write())).isEqualTo(read);
    }

    private static void header(byte[] record) {
        StoreHeader read = StoreHeader.read(record, FOLDER);
        assertThat(StoreHeader.read(read.write(), FOLDER)).isEqualTo(read);
    }

    private static void mark(byte[] record) {
        Mark.read(ByteBuffer.wrap(record))
                .ifPresent(turn ->
                        assertThat(Mark.read(turn.mark().write(turn.number()))).contains(turn));
    }
}
