package dev.optimist.core.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CalmTest {
    private final Calm calm = new Calm();

    private int batchesUntilCalm() {
        int batches = 0;
        while (!calm.lasts()) {
            calm.written(/* overtaken= */ false);
            batches++;
        }
        return batches;
    }

    @Test
    void written_overtakenAgainAndAgain_isCarefulForLongerEachTime() {
        assertThat(calm.lasts()).isTrue();
        int before = 0;
        for (int time = 0; time < 4; time++) {
            calm.written(/* overtaken= */ true);
            int careful = batchesUntilCalm();
            assertThat(careful).isGreaterThan(before);
            before = careful;
        }
    }

    @Test
    void written_overtakenWhileCareful_beginsAnewButIsNoLonger() {
        calm.written(/* overtaken= */ true);
        int alone = batchesUntilCalm();
        Calm twice = new Calm();
        twice.written(/* overtaken= */ true);
        twice.written(/* overtaken= */ false);
        twice.written(/* overtaken= */ true);
        for (int batch = 0; batch < alone; batch++) {
            assertThat(twice.lasts()).isFalse();
            twice.written(/* overtaken= */ false);
        }
        assertThat(twice.lasts()).isTrue();
    }
}
