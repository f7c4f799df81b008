package dev.optimist.core.service;

import dev.optimist.core.store.rocksdb.RocksDbConfiguration;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations on the document service over a real folder, with restarts, judged by a naive model.
 *
 * <p>{@code -Doptimist.model.operations=5000000} makes it longer. The seed stands in the test's name.
 */
final class DocumentServiceModelIT {
    private static final int OPERATIONS = Integer.getInteger("optimist.model.operations", 100_000);

    @TempDir
    Path temporary;

    static LongStream seeds() {
        return LongStream.of(1L, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void operations_onTheEmbeddedStore_answerAsTheModelDoes(long seed) {
        System.out.printf("DocumentServiceModelIT: %d operations, seed %d%n", OPERATIONS / 2, seed);
        Path folder = temporary.resolve("data");
        new ModelRun(
                        () -> RocksDbStore.open(RocksDbConfiguration.of(folder)),
                        seed,
                        /* raisesTerms= */ true,
                        /* restartOneIn= */ 2_000)
                .run(OPERATIONS / 2);
    }
}
