package dev.optimist.core.store.postgres;

import static dev.optimist.core.document.Absent.ABSENT;
import static dev.optimist.core.store.Commits.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.DocumentState;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LastSeenTest {
    private static final int SHARD = 3;
    private static final DocumentState ONE = document(1, "{}").at(7, 1);
    private static final DocumentState TWO = document(2, "{}").at(8, 1);

    private final LastSeen lastSeen = new LastSeen(/* bytesMax= */ 60_000);

    @Test
    void find_whatWasWritten_isThereForItsShardAlone() {
        lastSeen.put(SHARD, "1", ONE);

        assertThat(lastSeen.find(SHARD, "1")).isEqualTo(ONE);
        assertThat(lastSeen.find(SHARD + 1, "1")).isNull();
    }

    @Test
    void put_moreThanThereIsRoomFor_forgetsWhatWasNotUsed() {
        for (int number = 0; number < 1_000; number++) {
            lastSeen.put(SHARD, "used", ONE);
            assertThat(lastSeen.find(SHARD, "used")).isEqualTo(ONE);
            lastSeen.put(SHARD, Integer.toString(number), ONE);
        }

        long known = IntStream.range(0, 1_000)
                .filter(number -> lastSeen.find(SHARD, Integer.toString(number)) != null)
                .count();
        assertThat(known).isBetween(50L, 200L);
    }

    @Test
    void put_documentsThatGrow_staysWithinBounds() {
        LastSeen roomy = new LastSeen(/* bytesMax= */ 6_000_000);
        DocumentState grown =
                document(2, "{\"s\":\"" + "x".repeat(50_000) + "\"}").at(8, 1);
        IntStream.range(0, 1_000).forEach(number -> roomy.put(SHARD, Integer.toString(number), ONE));
        IntStream.range(0, 1_000).forEach(number -> roomy.put(SHARD, Integer.toString(number), grown));

        long kept = IntStream.range(0, 1_000)
                .filter(number -> grown.equals(roomy.find(SHARD, Integer.toString(number))))
                .count();
        assertThat(kept).isPositive().isLessThanOrEqualTo(6_000_000 / 50_000);
    }

    @Test
    void put_aDocumentAsLargeAsAHundred_isNotKept() {
        lastSeen.put(SHARD, "1", ONE);
        lastSeen.put(
                SHARD, "1", document(2, "{\"s\":\"" + "x".repeat(1_000) + "\"}").at(8, 1));

        assertThat(lastSeen.find(SHARD, "1")).isNull();
    }

    @Test
    void correct_whatIsGuessed_takesOverWhatWasRead() {
        lastSeen.put(SHARD, "1", ONE);
        lastSeen.correct(SHARD, "1", TWO);
        lastSeen.correct(SHARD, "2", TWO);
        assertThat(lastSeen.find(SHARD, "1")).isEqualTo(TWO);
        assertThat(lastSeen.find(SHARD, "2"))
                .as("what is only read is no guess")
                .isNull();

        lastSeen.correct(SHARD, "1", ABSENT);
        assertThat(lastSeen.find(SHARD, "1")).isNull();
    }
}
