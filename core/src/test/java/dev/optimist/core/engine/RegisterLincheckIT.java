package dev.optimist.core.engine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteCondition.InternalVersion;
import dev.optimist.core.store.InMemoryStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The whole life of a document's registers is linearizable: loading, writing, becoming durable, leaving, coming back. */
final class RegisterLincheckIT {
    /** A machine that is busy with other work is no deadlock. */
    private static final long NO_DEADLOCK_MILLIS = 300_000;

    private static final Shard SHARD = new TestEngine(InMemoryStore.ofOneWriter()).shard();

    /** Who reads while another writes, commits and evicts may find a register loaded before all that. */
    private static final ExecutionScenario READ_BESIDE_A_WHOLE_LIFE = new ExecutionScenario(
            List.of(), List.of(actors("read"), actors("index", "commit", "evict")), actors("read"), null);

    /** What was committed must be there as soon as its register may leave. */
    private static final ExecutionScenario EVICT_WHILE_COMMITTING = new ExecutionScenario(
            actors("index"), List.of(actors("commit"), actors("evict", "read")), actors("read"), null);

    /** An update keeps what it has observed through the commit of it. */
    private static final ExecutionScenario UPDATE_WHILE_COMMITTING = new ExecutionScenario(
            actors("index"), List.of(actors("commit", "evict"), actors("update", "update")), actors("read"), null);

    private static List<Actor> actors(String... operations) {
        return Stream.of(operations).map(RegisterLincheckIT::actor).toList();
    }

    private static Actor actor(String operation) {
        try {
            return new Actor(LifeCycle.class.getMethod(operation), List.of());
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(operation, e);
        }
    }

    @Test
    void lifeCycle_everyInterleaving_isLinearizable() {
        modelChecking()
                .iterations(4)
                .addCustomScenario(UPDATE_WHILE_COMMITTING)
                .addCustomScenario(READ_BESIDE_A_WHOLE_LIFE)
                .addCustomScenario(EVICT_WHILE_COMMITTING)
                .check(LifeCycle.class);
    }

    @Test
    void lifeCycle_underStress_isLinearizable() {
        new StressOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(8)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(3)
                .check(LifeCycle.class);
    }

    @Test
    void lifeCycle_loadedBeforeTheRegisterIsInTheMap_isFoundOut() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .as("a check that cannot fail proves nothing")
                .isThrownBy(() -> modelChecking()
                        .addCustomScenario(READ_BESIDE_A_WHOLE_LIFE)
                        .check(LoadsTooEarly.class))
                .withMessageContaining("Invalid execution results");
    }

    @Test
    void lifeCycle_settledBeforeTheStoreHasIt_isFoundOut() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> modelChecking()
                        .addCustomScenario(EVICT_WHILE_COMMITTING)
                        .check(SettlesTooEarly.class))
                .withMessageContaining("Invalid execution results");
    }

    private static ModelCheckingOptions modelChecking() {
        return new ModelCheckingOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(0)
                .invocationsPerIteration(250)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1);
    }

    /** Plays the shard's map of one id, and the store of one document; the versions count the writes. */
    @Param(name = "version", gen = IntGen.class, conf = "0:3")
    public static class LifeCycle {
        final AtomicReference<@Nullable Register> map = new AtomicReference<>();
        final Deque<Change> submitted = new ArrayDeque<>();
        volatile DocumentState stored = Absent.ABSENT;
        private long seqNo;

        /** Writes without a condition. */
        @Operation
        public long index() {
            return written(current -> TestEngine.write(current.version() + 1, "{}", Outcome.UPDATED));
        }

        /** Writes where the version is the one given, which a state on its way to disk has already. */
        @Operation
        public long indexIf(@Param(name = "version") int version) {
            InternalVersion condition = new InternalVersion(version);
            return written(TestEngine.put("{}", condition));
        }

        /** Writes what it computes from what it observed, until no other write comes between. */
        @Operation
        public long update() {
            while (true) {
                Register register = resident();
                Object seen = register.state();
                if (seen instanceof Vacant) {
                    available(register);
                    continue;
                }
                long next = Register.newest(seen).version() + 10;
                Attempt attempt = register.replace(seen, TestEngine.write(next, "{}", Outcome.UPDATED), SHARD);
                if (attempt instanceof Attempt.Accepted accepted) {
                    submit(accepted.change());
                    return next;
                }
            }
        }

        @Operation
        public long read() {
            while (true) {
                Register register = resident();
                Object seen = register.state();
                if (!(seen instanceof Vacant)) {
                    return Register.newest(seen).version();
                }
                available(register);
            }
        }

        /** Makes everything submitted durable, as the commit loop does. */
        @Operation(nonParallelGroup = "commit loop")
        public void commit() {
            for (Change change = next(); change != null; change = next()) {
                Deque<Change> chain = new ArrayDeque<>();
                for (Object link = change; link instanceof Change open && open.pending(); link = open.base()) {
                    chain.push(open);
                }
                chain.forEach(this::commit);
            }
        }

        void commit(Change change) {
            DocumentState durable = change.current().at(seqNo++, 1);
            stored = durable;
            settle(change, durable);
        }

        static void settle(Change change, DocumentState durable) {
            change.commit(durable, new Deliveries());
            change.register().settle(change, durable);
        }

        @Operation
        public void evict() {
            Register register = map.get();
            if (register != null && register.state() instanceof DocumentState clean && register.seal(clean)) {
                map.compareAndSet(register, null);
            }
        }

        private long written(dev.optimist.core.engine.Operation operation) {
            while (true) {
                Register register = resident();
                Attempt attempt = register.apply(operation, state -> state, SHARD);
                if (attempt instanceof Attempt.Accepted accepted) {
                    submit(accepted.change());
                    return accepted.change().current().version();
                }
                if (attempt instanceof Attempt.Refused) {
                    return -1;
                }
                available(register);
            }
        }

        private void submit(Change change) {
            synchronized (submitted) {
                submitted.add(change);
            }
        }

        private @Nullable Change next() {
            synchronized (submitted) {
                return submitted.poll();
            }
        }

        Register resident() {
            Register register = map.get();
            if (register != null) {
                return register;
            }
            Register made = new Register("id");
            return map.compareAndSet(null, made) ? made : resident();
        }

        void available(Register register) {
            if (register.state() == Vacant.SEALED) {
                map.compareAndSet(register, null);
            } else {
                register.load(stored);
            }
        }
    }

    /** Asks the store first and puts the register into the map afterwards: in between it may have gone out of date. */
    public static final class LoadsTooEarly extends LifeCycle {
        @Override
        Register resident() {
            Register register = map.get();
            if (register != null) {
                return register;
            }
            Register made = new Register("id");
            made.load(stored);
            return map.compareAndSet(null, made) ? made : resident();
        }
    }

    /** Calls a state clean that a new register would not find in the store yet. */
    public static final class SettlesTooEarly extends LifeCycle {
        @Override
        void commit(Change change) {
            DocumentState durable = ((Document) change.current()).at(1, 1);
            settle(change, durable);
            stored = durable;
        }
    }
}
