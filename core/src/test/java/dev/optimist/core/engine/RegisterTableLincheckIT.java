package dev.optimist.core.engine;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Registers found without a lock, while others come, go and are linked anew, make one map from ids to states. */
final class RegisterTableLincheckIT {
    /** A machine that is busy with other work is no deadlock. */
    private static final long NO_DEADLOCK_MILLIS = 300_000;

    /** Three of one hash, one that shares their stripe's lock; with these a table grows twice. */
    private static final List<String> IDS = List.of("AaAa", "BBBB", "AaBB", "BBAa");

    @Test
    void map_everyInterleaving_isLinearizable() {
        new ModelCheckingOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(12)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(2)
                .check(States.class);
    }

    @Test
    void map_underStress_isLinearizable() {
        new StressOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(12)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(4)
                .check(States.class);
    }

    /** What a shard does with its table: a register that leaves is sealed first, and who finds a seal looks again. */
    @Param(name = "id", gen = IntGen.class, conf = "0:3")
    @Param(name = "version", gen = IntGen.class, conf = "1:3")
    public static class States {
        private final RegisterTable table = new RegisterTable();

        /** Puts a state in place; returns the version of the one before, 0 for none. */
        @Operation
        public long put(@Param(name = "id") int id, @Param(name = "version") int version) {
            while (true) {
                Register register = table.of(IDS.get(id));
                Object before = register.state();
                if (before == Vacant.SEALED) {
                    table.remove(register);
                } else if (register.compareAndSet(before, TestEngine.committed(version, 0, "{}"))) {
                    return version(before);
                }
            }
        }

        /** Returns the version that is there, 0 for none. */
        @Operation
        public long get(@Param(name = "id") int id) {
            while (true) {
                Register register = table.of(IDS.get(id));
                Object state = register.state();
                if (state != Vacant.SEALED) {
                    return version(state);
                }
                table.remove(register);
            }
        }

        /** Takes a state away; returns its version, 0 for none. */
        @Operation
        public long evict(@Param(name = "id") int id) {
            while (true) {
                Register register = table.of(IDS.get(id));
                Object state = register.state();
                if (state == Vacant.SEALED) {
                    table.remove(register);
                } else if (register.compareAndSet(state, Vacant.SEALED)) {
                    table.remove(register);
                    return version(state);
                }
            }
        }

        private static long version(Object state) {
            return state instanceof DocumentState there && there != Absent.ABSENT ? there.version() : 0;
        }
    }
}
