package dev.optimist.http.server;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a body in gzip (RFC 1952) as it arrives, without ever making more of it than is asked for. Not thread-safe.
 *
 * <p>Members may follow one another. A {@link DataFormatException} says that the bytes are no gzip.
 */
final class Unpacker implements AutoCloseable {
    private static final byte[] NOTHING = new byte[0];
    private static final int PART_BYTES = 64 * 1024;
    private static final int HEADER_BYTES_MAX = 64 * 1024;
    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;

    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final Inflater inflater = new Inflater(/* nowrap= */ true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[PART_BYTES];

    /** What has arrived and is not used up: of a header or a trailer, or what the inflater works on. */
    private byte[] input = NOTHING;

    private State state = State.HEADER;
    private boolean any;

    private enum State {
        HEADER,
        CONTENT,
        TRAILER
    }

    /** Takes the next part, once {@link #next} has given all of the last one. */
    void put(byte[] packed) {
        if (state == State.CONTENT) {
            input = packed;
            inflater.setInput(packed);
        } else {
            int before = input.length;
            input = Arrays.copyOf(input, before + packed.length);
            System.arraycopy(packed, 0, input, before, packed.length);
        }
    }

    /** Returns the next bytes; null where there are none before the next part. */
    byte @Nullable [] next() throws DataFormatException {
        while (true) {
            switch (state) {
                case HEADER -> {
                    if (!readHeader()) {
                        return null;
                    }
                }
                case CONTENT -> {
                    int length = inflater.inflate(buffer);
                    if (length > 0) {
                        checksum.update(buffer, 0, length);
                        return Arrays.copyOf(buffer, length);
                    }
                    if (!inflater.finished()) {
                        return null;
                    }
                    use(input.length - inflater.getRemaining());
                    state = State.TRAILER;
                }
                case TRAILER -> {
                    if (!readTrailer()) {
                        return null;
                    }
                }
            }
        }
    }

    /** Returns whether what has arrived is whole. */
    boolean atEnd() {
        return any && state == State.HEADER && input.length == 0;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private boolean readHeader() throws DataFormatException {
        int length = headerLength();
        if (length < 0) {
            if (input.length > HEADER_BYTES_MAX) {
                throw new DataFormatException("header too long");
            }
            return false;
        }
        use(length);
        any = true;
        checksum.reset();
        inflater.reset();
        inflater.setInput(input);
        state = State.CONTENT;
        return true;
    }

    /** Returns how long the header is; -1 where it has not all arrived. */
    private int headerLength() throws DataFormatException {
        if ((input.length > 0 && at(0) != 0x1F) || (input.length > 1 && at(1) != 0x8B)) {
            throw new DataFormatException("no gzip");
        }
        if (input.length < FIXED_HEADER_BYTES) {
            return -1;
        }
        int flags = at(3);
        int length = FIXED_HEADER_BYTES;
        if ((flags & EXTRA) != 0) {
            length = length + 2 > input.length ? -1 : length + 2 + at(length) + (at(length + 1) << 8);
        }
        length = (flags & NAME) != 0 ? behindZero(length) : length;
        length = (flags & COMMENT) != 0 ? behindZero(length) : length;
        length = (flags & HEADER_CHECKSUM) != 0 && length >= 0 ? length + 2 : length;
        return length > input.length ? -1 : length;
    }

    private int behindZero(int from) {
        for (int i = from; i >= 0 && i < input.length; i++) {
            if (input[i] == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean readTrailer() throws DataFormatException {
        if (input.length < TRAILER_BYTES) {
            return false;
        }
        long expected = at(0) | at(1) << 8 | at(2) << 16 | (long) at(3) << 24;
        if (expected != checksum.getValue()) {
            throw new DataFormatException("the checksum is another");
        }
        use(TRAILER_BYTES);
        state = State.HEADER;
        return true;
    }

    private int at(int position) {
        return input[position] & 0xFF;
    }

    private void use(int bytes) {
        input = bytes == input.length ? NOTHING : Arrays.copyOfRange(input, bytes, input.length);
    }
}
