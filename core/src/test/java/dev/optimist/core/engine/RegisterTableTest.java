package dev.optimist.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegisterTableTest {
    private final RegisterTable table = new RegisterTable();

    @Test
    void of_sameId_sameRegister() {
        List<Register> made = numbered(10_000).map(table::of).toList();
        assertThat(numbered(10_000).map(table::of)).as("through every growth").containsExactlyElementsOf(made);
        assertThat(table.size()).as("each once").isEqualTo(10_000);
        assertThat(table).as("walked over").containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void remove_thatVeryRegister_isGone() {
        List<Register> made = numbered(1_000).map(table::of).toList();
        made.stream().filter(register -> register.id().endsWith("7")).forEach(table::remove);
        assertThat(table.size()).as("nine of ten are left").isEqualTo(900);
        Register anew = table.of("7");
        assertThat(anew).as("another life").isNotSameAs(made.get(7));
        table.remove(made.get(7));
        assertThat(table.of("7"))
                .as("one that left long ago takes no other with it")
                .isSameAs(anew);
    }

    @Test
    void clear_empty() {
        numbered(100).forEach(table::of);
        table.clear();
        assertThat(table.size()).as("nothing").isZero();
        assertThat(table).as("nothing").isEmpty();
    }

    @Test
    void ids_madeToCollide_areFoundAndRemoved() {
        List<String> colliding = colliding(12);
        assertThat(colliding.stream().map(Register::hash).distinct())
                .as("one hash")
                .hasSize(1);
        List<Register> made = colliding.stream().map(table::of).toList();
        assertThat(colliding.stream().map(table::of)).as("all there").containsExactlyElementsOf(made);
        assertThat(table).as("walked over").containsExactlyInAnyOrderElementsOf(made);
        made.forEach(table::remove);
        assertThat(table.size()).as("all gone").isZero();
        assertThat(table).as("all gone").isEmpty();
    }

    @Test
    void walk_whileTheTableChanges_ends() {
        numbered(100).forEach(table::of);
        Iterator<Register> walk = table.iterator();
        for (int i = 0; walk.hasNext() && i < 10_000; i++) {
            table.remove(walk.next());
            table.of("new-" + i % 200);
        }
        assertThat(walk.hasNext()).as("came to its end").isFalse();
    }

    @Test
    void of_threadsAtOnce_oneRegisterEach() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<List<Register>>> runs = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return numbered(50_000).map(table::of).toList();
                }));
            }
            start.countDown();
            List<Register> first = runs.get(0).get(30, TimeUnit.SECONDS);
            for (Future<List<Register>> run : runs) {
                assertThat(run.get(30, TimeUnit.SECONDS)).as("the same for all").isEqualTo(first);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(table.size()).as("each once").isEqualTo(50_000);
    }

    private static Stream<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString);
    }

    /** Returns 2^pairs ids with one hash: "Aa" and "BB" have the same. */
    private static List<String> colliding(int pairs) {
        return IntStream.range(0, 1 << pairs)
                .mapToObj(bits -> IntStream.range(0, pairs)
                        .mapToObj(pair -> (bits >> pair & 1) == 0 ? "Aa" : "BB")
                        .reduce("", String::concat))
                .toList();
    }
}
