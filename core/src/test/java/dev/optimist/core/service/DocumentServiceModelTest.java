package dev.optimist.core.service;

import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.InMemoryStore;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random operations on the document service, judged by a naive model. The seed stands in the test's name. */
final class DocumentServiceModelTest {
    private static final int OPERATIONS = 20_000;

    static LongStream seeds() {
        return LongStream.of(1L, System.nanoTime());
    }

    @ParameterizedTest(name = "oneWriter, seed {0}")
    @MethodSource("seeds")
    void operations_onAStoreOfOneWriter_answerAsTheModelDoes(long seed) {
        InMemoryStore store = InMemoryStore.ofOneWriter();
        Supplier<DocumentStore> opened = () -> {
            InMemoryStore next = store.reopen();
            next.coolDown();
            return next;
        };
        new ModelRun(opened, seed, /* raisesTerms= */ true, /* restartOneIn= */ 200).run(OPERATIONS);
    }

    @ParameterizedTest(name = "manyWriters, seed {0}")
    @MethodSource("seeds")
    void operations_onAStoreOfManyWriters_answerAsTheModelDoes(long seed) {
        InMemoryStore store = InMemoryStore.ofManyWriters();
        new ModelRun(() -> store.reopen(), seed, /* raisesTerms= */ false, /* restartOneIn= */ 200).run(OPERATIONS);
    }
}
