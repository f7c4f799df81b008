package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class GzipTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void unpack_packed_isTheSame() throws IOException {
        byte[] bytes = new byte[MEGABYTE];

        assertThat(Gzip.unpack(Gzip.pack(bytes), MEGABYTE, /* ratioMax= */ 1))
                .as("a megabyte may have any ratio")
                .isEqualTo(bytes);
    }

    @Test
    void unpack_overAbsoluteLimit_isRefused() {
        byte[] packed = Gzip.pack(new byte[MEGABYTE + 1]);

        assertThatThrownBy(() -> Gzip.unpack(packed, MEGABYTE, /* ratioMax= */ 10_000))
                .as("one byte too many")
                .isInstanceOf(BodyCollector.TooLargeException.class);
    }

    @Test
    void unpack_overRatio_isRefused() {
        byte[] packed = Gzip.pack(new byte[4 * MEGABYTE]);

        assertThatThrownBy(() -> Gzip.unpack(packed, 100 * MEGABYTE, /* ratioMax= */ 200))
                .as("zeros pack a thousand to one")
                .isInstanceOf(BodyCollector.TooLargeException.class);
    }

    @Test
    void unpack_noGzip_isAnError() {
        assertThatThrownBy(() -> Gzip.unpack(new byte[] {1, 2, 3}, MEGABYTE, /* ratioMax= */ 200))
                .as("three bytes of nothing")
                .isInstanceOf(IOException.class);
    }
}
