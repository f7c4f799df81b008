package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    private static int naive(byte[] bytes, int from, byte wanted) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    @Test
    void indexOf_ofRandomBytes_isTheFirst() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(4) * 0x7F - random.nextInt(2));
            }
            int from = random.nextInt(bytes.length + 1);
            byte wanted = (byte) (random.nextInt(4) * 0x7F - random.nextInt(2));

            assertThat(ByteSearch.indexOf(bytes, from, wanted))
                    .as("%s in %s from %s", wanted, bytes, from)
                    .isEqualTo(naive(bytes, from, wanted));
        }
    }

    @Test
    void indexOf_everyByteAtEveryPlace_isFound() {
        for (int value = 0; value < 256; value++) {
            for (int place = 0; place < 20; place++) {
                byte[] bytes = new byte[20];
                Arrays.fill(bytes, (byte) (value + 1));
                bytes[place] = (byte) value;

                assertThat(ByteSearch.indexOf(bytes, 0, (byte) value)).isEqualTo(place);
            }
        }
    }
}
