package dev.optimist.metrics.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.observe.Proposal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MicrometerObserverTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final Meters meters = Meters.create(/* indicesMax= */ 2);
    private final EngineObserver observer = meters.observer();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void written_countsByIndexKindAndOutcome() {
        observer.written("movies", "1", OperationKind.INDEX, Outcome.CREATED, MILLI);
        observer.written("movies", "1", OperationKind.INDEX, Outcome.UPDATED, MILLI);
        observer.written("movies", "1", OperationKind.INDEX, Outcome.UPDATED, MILLI);
        observer.written("pages", "1", OperationKind.DELETE, Outcome.NOT_FOUND, MILLI);

        Scraped scraped = Scraped.from(meters);
        assertThat(scraped.names("optimist_operations_total"))
                .as("nothing else is counted")
                .containsExactly(
                        "optimist_operations_total{index=\"movies\",kind=\"index\",outcome=\"created\"}",
                        "optimist_operations_total{index=\"movies\",kind=\"index\",outcome=\"updated\"}",
                        "optimist_operations_total{index=\"pages\",kind=\"delete\",outcome=\"not_found\"}");
        assertThat(scraped.value("optimist_operations_total{index=\"movies\",kind=\"index\",outcome=\"updated\"}"))
                .as("both overwrites")
                .isEqualTo(2);
    }

    @Test
    void written_everyOutcome_hasATagOfTheSameName() {
        for (Outcome outcome : Outcome.values()) {
            observer.written("movies", "1", OperationKind.UPDATE, outcome, MILLI);
        }

        assertThat(Scraped.from(meters).names("optimist_operations_total"))
                .as("one series for each outcome")
                .hasSameSizeAs(Outcome.values())
                .allMatch(name -> List.of(Outcome.values()).stream()
                        .anyMatch(outcome -> name.contains("outcome=\"" + outcome.wireName() + "\"")));
    }

    @Test
    void written_latency_fallsIntoItsBuckets() {
        observer.written("movies", "1", OperationKind.INDEX, Outcome.CREATED, 2 * MILLI);
        observer.written("pages", "1", OperationKind.INDEX, Outcome.CREATED, 40 * MILLI);

        Scraped scraped = Scraped.from(meters);
        String bucket = "optimist_operation_duration_seconds_bucket{kind=\"index\",outcome=\"created\",le=";
        assertThat(scraped.value(bucket + "\"0.001\"}")).as("faster than both").isZero();
        assertThat(scraped.value(bucket + "\"0.0025\"}")).as("the first").isEqualTo(1);
        assertThat(scraped.value(bucket + "\"0.05\"}")).as("both").isEqualTo(2);
        assertThat(scraped.value(bucket + "\"+Inf\"}")).as("all").isEqualTo(2);
        assertThat(scraped.value("optimist_operation_duration_seconds_sum{kind=\"index\",outcome=\"created\"}"))
                .as("seconds")
                .isEqualTo(0.042);
    }

    @Test
    void attempted_countsThoseOfUpdates() {
        observer.attempted("movies", "1", proposal(OperationKind.UPDATE));
        observer.attempted("movies", "1", proposal(OperationKind.UPDATE));
        observer.attempted("movies", "1", proposal(OperationKind.CREATE));

        assertThat(Scraped.from(meters).value("optimist_update_attempts_total{index=\"movies\"}"))
                .as("a conditional write has one attempt, which its own outcome tells")
                .isEqualTo(2);
    }

    private static Proposal proposal(OperationKind kind) {
        return new Proposal(kind, WriteCondition.none(), Absent.ABSENT, Absent.ABSENT);
    }

    @Test
    void read_countsFoundAndMissing() {
        observer.read("movies", /* found= */ true, MILLI);
        observer.read("movies", /* found= */ false, MILLI);

        assertThat(Scraped.from(meters).names("optimist_operations_total"))
                .as("as kind get")
                .containsExactly(
                        "optimist_operations_total{index=\"movies\",kind=\"get\",outcome=\"found\"}",
                        "optimist_operations_total{index=\"movies\",kind=\"get\",outcome=\"not_found\"}");
    }

    @Test
    void conflicted_countsByCause() {
        observer.conflicted("movies", "1", OperationKind.INDEX, Cause.SEQ_NO);
        observer.conflicted("movies", "2", OperationKind.INDEX, Cause.SEQ_NO);
        observer.conflicted("movies", "3", OperationKind.CREATE, Cause.EXISTS);

        Scraped scraped = Scraped.from(meters);
        assertThat(
                        scraped.value(
                                "optimist_conflicts_total{cause=\"seq_no\",class=\"lost_race\",index=\"movies\",kind=\"index\"}"))
                .as("two stale conditions")
                .isEqualTo(2);
        assertThat(scraped.value(
                        "optimist_conflicts_total{cause=\"exists\",class=\"benign\",index=\"movies\",kind=\"create\"}"))
                .as("one create that found a document")
                .isEqualTo(1);
        assertThat(scraped.text())
                .as("ids are no labels")
                .doesNotContain("\"1\",")
                .doesNotContain("id=");
    }

    @Test
    void retried_countsAttemptsAndTheirPauses() {
        observer.retried("movies", "1", 1, 0);
        observer.retried("movies", "1", 2, 3 * MILLI);
        observer.retriesExhausted("movies", "1", 2);

        Scraped scraped = Scraped.from(meters);
        assertThat(scraped.value("optimist_retries_total{index=\"movies\"}"))
                .as("attempts after the first")
                .isEqualTo(2);
        assertThat(scraped.value("optimist_retry_delay_seconds_sum"))
                .as("pauses")
                .isEqualTo(0.003);
        assertThat(scraped.value("optimist_retries_exhausted_total{index=\"movies\"}"))
                .as("gave up once")
                .isEqualTo(1);
    }

    @Test
    void compareAndSet_attemptsPerSuccess() {
        observer.compareAndSet(1);
        observer.compareAndSet(1);
        observer.compareAndSet(4);

        Scraped scraped = Scraped.from(meters);
        assertThat(scraped.value("optimist_compare_and_set_attempts_count")).isEqualTo(3);
        assertThat(scraped.value("optimist_compare_and_set_attempts_sum")).isEqualTo(6);
        assertThat(scraped.value("optimist_compare_and_set_attempts_bucket{le=\"1.0\"}"))
                .as("won at once")
                .isEqualTo(2);
    }

    @Test
    void committed_describesTheBatch() {
        observer.committed(64, 20, 4_000, 2 * MILLI);
        observer.committed(1, 1, 200, MILLI);

        Scraped scraped = Scraped.from(meters);
        assertThat(scraped.value("optimist_commit_operations_sum")).isEqualTo(65);
        assertThat(scraped.value("optimist_commit_puts_sum")).isEqualTo(21);
        assertThat(scraped.value("optimist_commit_size_bytes_sum")).isEqualTo(4_200);
        assertThat(scraped.value("optimist_commit_duration_seconds_sum")).isEqualTo(0.003);
        assertThat(scraped.value("optimist_commit_duration_seconds_count")).isEqualTo(2);
    }

    @Test
    void registers_loadedByTierAndSealed() {
        observer.registerLoaded(/* fromDisk= */ true);
        observer.registerLoaded(/* fromDisk= */ false);
        observer.registerLoaded(/* fromDisk= */ false);
        observer.registerSealed();

        Scraped scraped = Scraped.from(meters);
        assertThat(scraped.value("optimist_registers_loaded_total{from=\"disk\"}"))
                .isEqualTo(1);
        assertThat(scraped.value("optimist_registers_loaded_total{from=\"cache\"}"))
                .isEqualTo(2);
        assertThat(scraped.value("optimist_registers_sealed_total")).isEqualTo(1);
    }

    @Test
    void failed_knownIndex_countsByErrorType() {
        observer.read("movies", /* found= */ true, MILLI);
        observer.failed("movies", OperationKind.UPDATE, ErrorKind.DOCUMENT_MISSING, MILLI);

        Scraped scraped = Scraped.from(meters);
        String labels = "{error=\"document_missing_exception\",index=\"movies\",kind=\"update\"}";
        assertThat(scraped.value("optimist_failures_total" + labels)).isEqualTo(1);
        assertThat(scraped.value("optimist_operation_duration_seconds_count{kind=\"update\",outcome=\"failed\"}"))
                .as("its time is kept too")
                .isEqualTo(1);
    }

    @Test
    void failed_nameNobodyHasSeen_takesNoPlaceUnderTheCap() {
        IntStream.range(0, 1_000)
                .forEach(i -> observer.failed("typo-" + i, OperationKind.GET, ErrorKind.INDEX_NOT_FOUND, MILLI));
        observer.read("movies", /* found= */ true, MILLI);

        Scraped scraped = Scraped.from(meters);
        String labels = "{error=\"index_not_found_exception\",index=\"_other\",kind=\"get\"}";
        assertThat(scraped.value("optimist_failures_total" + labels)).isEqualTo(1_000);
        assertThat(scraped.names("optimist_operations_total{index=\"movies\""))
                .as("a real index still has its own")
                .hasSize(1);
    }

    @Test
    void index_beyondTheCap_isCountedAsOther() {
        for (String index : List.of("a", "b", "c", "d", "c")) {
            observer.read(index, /* found= */ true, MILLI);
        }

        Scraped scraped = Scraped.from(meters);
        assertThat(scraped.names("optimist_operations_total"))
                .as("two of their own, one shared")
                .hasSize(3);
        assertThat(scraped.value("optimist_operations_total{index=\"_other\",kind=\"get\",outcome=\"found\"}"))
                .as("c, d and c")
                .isEqualTo(3);
    }

    @Test
    void indexDeleted_itsMetersGoAndItsPlaceIsFree() {
        List.of("a", "b").forEach(index -> observer.read(index, /* found= */ true, MILLI));
        observer.indexDeleted("a");
        observer.read("c", /* found= */ true, MILLI);

        Scraped scraped = Scraped.from(meters);
        assertThat(scraped.text()).as("deleted").doesNotContain("index=\"a\"");
        assertThat(scraped.value("optimist_operations_total{index=\"c\",kind=\"get\",outcome=\"found\"}"))
                .isEqualTo(1);
    }

    @Test
    void written_byManyThreads_losesNothing() {
        int threads = 4;
        int each = 20_000;
        CompletableFuture.allOf(IntStream.range(0, threads)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> writeFrom(thread, each)))
                        .toArray(CompletableFuture[]::new))
                .join();

        double counted = Scraped.from(meters).series().entrySet().stream()
                .filter(series -> series.getKey().startsWith("optimist_operations_total"))
                .mapToDouble(java.util.Map.Entry::getValue)
                .sum();
        assertThat(counted).as("own and shared together").isEqualTo(threads * each);
    }

    private void writeFrom(int thread, int times) {
        IntStream.range(0, times)
                .forEach(i -> observer.written("index-" + thread, "1", OperationKind.INDEX, Outcome.UPDATED, MILLI));
    }
}
