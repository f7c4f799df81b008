package dev.optimist.metrics.contention;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** No conflict is counted twice or lost while a place is given up, nor while a second's count takes over an old one's slot. */
final class PlaceLincheckIT {
    private static final long NO_DEADLOCK_MILLIS = 300_000;

    @Test
    void place_everyInterleaving_isLinearizable() {
        new ModelCheckingOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(3)
                .check(Counting.class);
    }

    @Test
    void slotThatGoesRound_underStress_isLinearizable() {
        new StressOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .check(Slot.class);
    }

    /** A place that many count in and one gives up. */
    public static final class Counting {
        private final Place place = new Place(new DocumentName("i", "1"), /* inherited= */ 2);

        @Operation
        public boolean conflict() {
            return place.conflict(/* second= */ 1);
        }

        @Operation(nonParallelGroup = "lock of the sketch")
        public long giveUp() {
            return place.giveUp();
        }

        @Operation
        public long counted() {
            return place.counted();
        }
    }

    /** The slot of second 65, which held second 5. */
    public static final class Slot {
        private final RecentCounts counts = new RecentCounts();

        public Slot() {
            counts.add(5);
            counts.add(5);
        }

        @Operation
        public void add() {
            counts.add(65);
        }

        @Operation
        public long sum() {
            return counts.sum(65, 10);
        }
    }
}
