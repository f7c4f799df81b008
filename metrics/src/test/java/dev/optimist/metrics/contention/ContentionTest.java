package dev.optimist.metrics.contention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.observe.OperationKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong(-Duration.ofSeconds(7).toNanos());
    private final Contention contention = Contention.of(nanos::get);

    private void conflict(String index, String id, int times) {
        IntStream.range(0, times).forEach(i -> contention.conflicted(index, id, OperationKind.INDEX, Cause.SEQ_NO));
    }

    private void success(String index, String id) {
        contention.written(index, id, OperationKind.INDEX, Outcome.UPDATED, 1);
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private ContendedDocument only() {
        List<ContendedDocument> documents = contention.documents(MINUTE);
        assertThat(documents).as("documents with conflicts").hasSize(1);
        return documents.get(0);
    }

    @Test
    void documents_withoutConflicts_none() {
        success("stock", "1");

        assertThat(contention.documents(MINUTE)).as("nobody contends").isEmpty();
    }

    @Test
    void conflicts_areCountedByDocument_mostFirst() {
        conflict("stock", "1", 2);
        conflict("stock", "2", 3);
        conflict("orders", "1", 1);

        assertThat(contention.documents(MINUTE))
                .as("same id, another index: another document")
                .extracting(ContendedDocument::index, ContendedDocument::id, ContendedDocument::conflicts)
                .containsExactly(tuple("stock", "2", 3L), tuple("stock", "1", 2L), tuple("orders", "1", 1L));
    }

    @Test
    void successes_countFromTheFirstConflict() {
        success("stock", "1");
        conflict("stock", "1", 3);
        success("stock", "1");
        success("stock", "1");
        success("orders", "1");

        assertThat(only())
                .as("three that failed and two that did not")
                .isEqualTo(new ContendedDocument("stock", "1", 3, 0, 3, 5, 2, null));
    }

    @Test
    void window_endsWhatIsRecent() {
        conflict("stock", "1", 4);
        pass(30);
        conflict("stock", "1", 1);

        assertThat(only().recentConflicts()).as("within a minute").isEqualTo(5);
        assertThat(contention.documents(Duration.ofSeconds(10)).get(0).recentConflicts())
                .as("within ten seconds")
                .isEqualTo(1);
        pass(40);
        assertThat(only().recentConflicts()).as("the first are too old").isEqualTo(1);
        pass(3600);
        assertThat(only().recentConflicts()).as("all are too old").isZero();
        assertThat(only().conflicts()).as("since the beginning").isEqualTo(5);
    }

    @Test
    void documents_recentConflicts_comeBeforeOldOnes() {
        conflict("stock", "old", 100);
        pass(120);
        conflict("stock", "new", 2);

        assertThat(contention.documents(MINUTE))
                .as("what is hot now")
                .extracting(ContendedDocument::id)
                .containsExactly("new", "old");
    }

    @Test
    void places_manyDocuments_areBoundedAndKeepTheHot() {
        for (int i = 0; i < 200_000; i++) {
            conflict("stock", "cold-" + i, 1);
            conflict("stock", "hot", i % 20 == 0 ? 1 : 0);
        }

        List<ContendedDocument> documents = contention.documents(MINUTE);
        ContendedDocument hottest = documents.get(0);
        assertThat(documents).as("places").hasSize(Contention.PLACES);
        assertThat(hottest.id()).as("the one that is hot").isEqualTo("hot");
        assertThat(hottest.conflicts()).as("never too few").isGreaterThanOrEqualTo(10_000);
        assertThat(hottest.conflicts() - hottest.overestimate())
                .as("never too many beyond what is said")
                .isLessThanOrEqualTo(10_000);
    }

    @Test
    void conflicts_fromManyThreadsWhilePlacesChange_noneIsLost() {
        int threads = 4;
        int rounds = 50_000;
        CompletableFuture.allOf(IntStream.range(0, threads)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < rounds; i++) {
                                conflict("stock", Integer.toString(i * (thread + 1) % 5_000), 1);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(contention.documents(MINUTE).stream()
                        .mapToLong(ContendedDocument::conflicts)
                        .sum())
                .as("the places together hold every conflict once")
                .isEqualTo((long) threads * rounds);
    }

    @Test
    void reset_forgetsEverything() {
        conflict("stock", "1", 3);
        contention.reset();
        success("stock", "1");
        assertThat(contention.documents(MINUTE)).as("after the reset").isEmpty();

        conflict("stock", "1", 1);
        assertThat(only()).as("counted anew").isEqualTo(new ContendedDocument("stock", "1", 1, 0, 1, 1, 0, null));
    }

    @Test
    void indexDeleted_forgetsItsDocuments() {
        conflict("stock", "1", 1);
        conflict("orders", "1", 1);
        contention.indexDeleted("stock");

        assertThat(only().index()).as("the index that is left").isEqualTo("orders");
    }
}
