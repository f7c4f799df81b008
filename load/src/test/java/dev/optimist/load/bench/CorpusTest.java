package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 19_999, 99_999})
    void source_is62Bytes(int document) {
        assertThat(new Corpus("pages", 1, Corpus.SMALL_BYTES).source(document).getBytes(StandardCharsets.UTF_8))
                .hasSize(62);
    }

    @Test
    void source_isAsLongAsWanted() {
        assertThat(new Corpus("pages", 1, 1024).source(7)).hasSize(1024);
    }
}
