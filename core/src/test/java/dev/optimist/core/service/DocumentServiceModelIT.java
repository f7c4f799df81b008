package dev.optimist.core.service;

import dev.optimist.core.store.rocksdb.RocksDbConfiguration;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random operations on the document service over a real folder, judged by a naive model. */
final class DocumentServiceModelIT {
    private static final int OPERATIONS = 4_000;

    @TempDir
    Path temporary;

    static LongStream seeds() {
        return LongStream.of(1L, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void operations_onTheEmbeddedStore_answerAsTheModelDoes(long seed) {
        Path folder = temporary.resolve("data");
        new ModelRun(() -> RocksDbStore.open(RocksDbConfiguration.of(folder)), seed, /* raisesTerms= */ true)
                .run(OPERATIONS);
    }
}
