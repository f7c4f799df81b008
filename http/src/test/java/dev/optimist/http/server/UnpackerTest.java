package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class UnpackerTest {
    private static final byte[] TEXT = "some text, some more text. ".repeat(500).getBytes(StandardCharsets.US_ASCII);

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(Unpacker unpacker, byte[] packed, int partBytes) throws DataFormatException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int from = 0; from < packed.length; from += partBytes) {
            unpacker.put(Arrays.copyOfRange(packed, from, Math.min(packed.length, from + partBytes)));
            for (byte[] part = unpacker.next(); part != null; part = unpacker.next()) {
                all.writeBytes(part);
            }
        }
        return all.toByteArray();
    }

    @Test
    void next_partsOfAnyLength_giveTheSameBytes() throws Exception {
        byte[] packed = packed(TEXT);
        for (int partBytes = 1; partBytes <= packed.length; partBytes++) {
            Unpacker unpacker = new Unpacker();
            assertThat(unpacked(unpacker, packed, partBytes))
                    .as("parts of %d bytes", partBytes)
                    .isEqualTo(TEXT);
            assertThat(unpacker.atEnd()).isTrue();
        }
    }

    @Test
    void next_headerWithEveryField_isPassedOver() throws Exception {
        byte[] plain = packed(TEXT);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(Arrays.copyOf(plain, 10));
        packed.writeBytes(new byte[] {2, 0, 'e', 'x', 'n', 'a', 0, 'c', 0, 1, 2});
        packed.writeBytes(Arrays.copyOfRange(plain, 10, plain.length));
        byte[] bytes = packed.toByteArray();
        bytes[3] = 2 | 4 | 8 | 16;

        assertThat(unpacked(new Unpacker(), bytes, 1)).isEqualTo(TEXT);
    }

    @Test
    void next_twoMembers_givesBoth() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(packed(TEXT));
        packed.writeBytes(packed(TEXT));

        assertThat(unpacked(new Unpacker(), packed.toByteArray(), 7)).hasSize(2 * TEXT.length);
    }

    @Test
    void atEnd_cutAnywhere_isFalse() throws Exception {
        byte[] packed = packed(TEXT);
        for (int length = 0; length < packed.length; length++) {
            Unpacker unpacker = new Unpacker();
            unpacked(unpacker, Arrays.copyOf(packed, length), packed.length);
            assertThat(unpacker.atEnd()).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void next_damaged_fails() throws Exception {
        byte[] packed = packed(TEXT);
        packed[packed.length - 6] ^= 1;

        assertThatThrownBy(() -> unpacked(new Unpacker(), packed, 100)).isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> unpacked(new Unpacker(), TEXT, 100)).isInstanceOf(DataFormatException.class);
    }
}
