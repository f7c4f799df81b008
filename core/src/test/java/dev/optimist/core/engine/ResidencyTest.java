package dev.optimist.core.engine;

import static dev.optimist.core.engine.TestEngine.content;
import static dev.optimist.core.engine.TestEngine.put;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.store.InMemoryStore;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

final class ResidencyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int DOCUMENTS = 1_000;
    private static final int BUDGET_BYTES = 100_000;

    /** A register with its id and source takes about this. */
    private static final int DOCUMENT_BYTES = 1_000;

    private final InMemoryStore store = InMemoryStore.ofOneWriter();
    private final TestEngine engine = new TestEngine(store, Schedulers.immediate(), BUDGET_BYTES);
    private final Shard shard = engine.shard();

    private static String json(int n) {
        return "{\"n\":" + n + ",\"pad\":\"" + "x".repeat(DOCUMENT_BYTES - 220) + "\"}";
    }

    private static DocumentState read(Shard shard, String id) {
        return requireNonNull(shard.read(id).block(PATIENCE), "a state");
    }

    private void writeAll() {
        IntStream.range(0, DOCUMENTS)
                .forEach(n -> shard.write("id-" + n, put(json(n))).subscribe());
    }

    @Test
    void relieve_dataManyTimesTheBudget_staysReadableWithinIt() {
        writeAll();
        store.coolDown();
        new Random(1).ints(10_000, 0, DOCUMENTS).forEach(n -> {
            assertThat(content(read(shard, "id-" + n))).isEqualTo(json(n));
            assertThat(engine.residency().residentBytes()).isLessThan(BUDGET_BYTES + 2L * DOCUMENT_BYTES);
        });
        assertThat(engine.residency().residentRegisters())
                .as("memory is used, not only bounded")
                .isGreaterThan(BUDGET_BYTES / DOCUMENT_BYTES / 2);
    }

    @Test
    void relieve_documentsThatOnlyGrow_staysWithinTheBudget() {
        IntStream.range(0, 300).forEach(n -> shard.write("id-" + n, put("{}")).subscribe());
        assertThat(engine.residency().residentRegisters()).as("small ones fit").isEqualTo(300);
        IntStream.range(0, 300).forEach(n -> {
            if (n % 3 == 0) {
                shard.write("id-" + n, put(json(n))).subscribe();
            }
        });

        assertThat(engine.residency().residentBytes()).isLessThan(BUDGET_BYTES + 2L * DOCUMENT_BYTES);
        assertThat(content(read(shard, "id-0"))).isEqualTo(json(0));
    }

    @Test
    void relieve_pendingStates_areNotEvicted() {
        Gate gate = Gate.before(store);
        writeAll();
        assertThat(engine.residency().residentRegisters()).isEqualTo(DOCUMENTS);
        gate.openAll();

        assertThat(engine.residency().residentBytes()).isLessThan(BUDGET_BYTES + 2L * DOCUMENT_BYTES);
        IntStream.range(0, DOCUMENTS)
                .forEach(n -> assertThat(content(read(shard, "id-" + n))).isEqualTo(json(n)));
    }

    @Test
    void relieve_documentInConstantUse_staysWhileOthersComeAndGo() {
        writeAll();
        read(shard, "id-0");
        Register hot = requireNonNull(shard.observe("id-0").block(PATIENCE), "an observation")
                .register();

        for (int n = 1; n < DOCUMENTS; n++) {
            read(shard, "id-" + n);
            assertThat(requireNonNull(shard.observe("id-0").block(PATIENCE), "an observation")
                            .register())
                    .as("the second chance of what is used")
                    .isSameAs(hot);
        }
    }

    @Test
    void relieve_documentsUsedEquallyOften_leaveEquallyOften() {
        writeAll();
        int rounds = 20;
        int[] kept = new int[DOCUMENTS];
        for (int round = 0; round < rounds; round++) {
            new Random(round).ints(2 * DOCUMENTS, 0, DOCUMENTS).forEach(n -> read(shard, "id-" + n));
            shard.registers()
                    .forEach(register -> kept[Integer.parseInt(register.id().substring(3))]++);
        }

        assertThat(IntStream.of(kept).max().orElseThrow())
                .as("no document is out of the sweep's reach")
                .isLessThan(rounds / 2 + 2);
    }

    @Test
    void relieve_shardsThatComeAndGo_endsAtZero() {
        for (int number = 1; number <= 5; number++) {
            Shard other = engine.shard(new ShardId("uuid", number));
            IntStream.range(0, 100)
                    .forEach(n -> other.write("id-" + n, put(json(n))).subscribe());
            other.drop();
            assertThat(engine.residency().residentBytes()).isZero();
        }
        writeAll();
        assertThat(engine.residency().residentBytes()).isBetween(BUDGET_BYTES / 2L, BUDGET_BYTES + 2L * DOCUMENT_BYTES);
        shard.drop();

        assertThat(engine.residency().residentBytes()).isZero();
        assertThat(engine.residency().residentRegisters()).isZero();
    }

    @Test
    void evict_besideReadersAndWriters_losesNoUpdate() {
        int documents = 40;
        int increments = 20_000;
        Scheduler commits = Schedulers.newSingle("commits");
        TestEngine tight = new TestEngine(store, commits, /* budgetBytes= */ 10 * 250);
        AtomicInteger lost = new AtomicInteger();
        Flux.range(0, increments)
                .flatMap(
                        n -> increment(tight.shard(), "id-" + n % documents, lost)
                                .then(tight.shard().read("id-" + n * 7 % documents))
                                .subscribeOn(Schedulers.parallel()),
                        /* concurrency= */ 64)
                .blockLast(PATIENCE);

        int sum = IntStream.range(0, documents)
                .map(n -> Integer.parseInt(content(read(tight.shard(), "id-" + n))))
                .sum();
        assertThat(sum).as("increments, after %s lost races", lost).isEqualTo(increments);
        assertThat(tight.residency().residentBytes()).isLessThan(documents * 250L);
        commits.dispose();
    }

    /** Reads a number, adds one and compareAndSets; the "document" is a bare number for brevity. */
    private static Mono<Answer> increment(Shard shard, String id, AtomicInteger lost) {
        return shard.observe(id).flatMap(seen -> {
            int next = seen.state().live() ? Integer.parseInt(content(seen.state())) + 1 : 1;
            Decision.Write write =
                    TestEngine.write(seen.state().version() + 1, Integer.toString(next), Outcome.UPDATED);
            return shard.replace(seen, write, shard.home()).flatMap(answer -> {
                if (answer instanceof Answer.Written) {
                    return Mono.just(answer);
                }
                lost.incrementAndGet();
                return increment(shard, id, lost);
            });
        });
    }
}
