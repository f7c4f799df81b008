package dev.optimist.core.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How far the database is known to have been durable.
 *
 * @param sequence RocksDB's number of the last durable write
 * @param manifest the number of the manifest then in use, 0 for not known
 * @param manifestBytes how long that was
 */
record Mark(long sequence, long manifest, long manifestBytes) {
    static final Mark NOTHING = new Mark(0, 0, 0);
    static final int LENGTH = 5 * Long.BYTES + Integer.BYTES;

    /** "OPTMARK" and the format. */
    private static final long MAGIC = 0x4F50544D41524B01L;

    /** Writes the mark as the {@code turn}th of its file. */
    ByteBuffer write(long turn) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .putLong(MAGIC)
                .putLong(turn)
                .putLong(sequence)
                .putLong(manifest)
                .putLong(manifestBytes);
        return bytes.putInt(checksum(bytes)).flip();
    }

    /** Reads what {@link #write} wrote; empty where it is incomplete or damaged. */
    static Optional<Turn> read(ByteBuffer bytes) {
        if (bytes.remaining() < LENGTH
                || bytes.getLong(0) != MAGIC
                || bytes.getInt(LENGTH - Integer.BYTES) != checksum(bytes)) {
            return Optional.empty();
        }
        Mark mark = new Mark(bytes.getLong(16), bytes.getLong(24), bytes.getLong(32));
        return Optional.of(new Turn(bytes.getLong(8), mark));
    }

    /** A mark and how many were written before it. */
    record Turn(long number, Mark mark) {}

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), bytes.arrayOffset(), LENGTH - Integer.BYTES);
        return (int) crc.getValue();
    }
}
