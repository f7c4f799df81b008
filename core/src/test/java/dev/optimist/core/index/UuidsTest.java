package dev.optimist.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class UuidsTest {
    private static final int MANY = 100_000;

    @Test
    void random_many_areDistinctAndSafeInAnAddress() {
        List<String> uuids = Stream.generate(Uuids::random).limit(1_000).toList();

        assertThat(uuids).doesNotHaveDuplicates().allMatch(uuid -> uuid.matches("[A-Za-z0-9_-]{22}"));
    }

    @Test
    void timeBased_manyInOneMillisecondOnAllThreads_areDistinct() {
        List<String> ids = IntStream.range(0, MANY)
                .parallel()
                .mapToObj(made -> Uuids.timeBased(1_700_000_000_000L))
                .toList();

        assertThat(ids.stream().distinct().count()).isEqualTo(MANY);
        assertThat(ids.get(0)).matches("[A-Za-z0-9_-]{20}");
    }

    @Test
    void timeBased_oneAfterTheOther_beginAlike() {
        String earlier = Uuids.timeBased(1_700_000_000_000L);
        String later = Uuids.timeBased(1_700_000_000_001L);

        assertThat(later.substring(0, 7)).as("close together in the store").isEqualTo(earlier.substring(0, 7));
    }
}
