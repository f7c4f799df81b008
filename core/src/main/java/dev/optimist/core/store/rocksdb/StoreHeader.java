package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.TermEpoch;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a store knows of itself.
 *
 * @param opening how often it has been opened, this time included: what primary terms are counted by
 * @param nextShardUid the number of the next shard; none is ever given twice
 */
record StoreHeader(long opening, int nextShardUid) {
    static final byte[] KEY = "header".getBytes(StandardCharsets.UTF_8);
    static final StoreHeader NEW = new StoreHeader(0, 1);

    /** The version of everything that is stored; another one is refused. */
    private static final int FORMAT = 1;

    static StoreHeader read(byte[] bytes, StoreFolder folder) {
        RecordReader in = new RecordReader(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new StoreFailedException(
                    String.format(
                            Locale.ROOT,
                            "the store in [%s] has format [%d]; this version of Optimist reads format [%d]",
                            folder.path(),
                            format,
                            FORMAT),
                    null);
        }
        StoreHeader header = new StoreHeader(in.readCount(), in.readIntCount());
        in.requireEnd();
        return header;
    }

    byte[] write() {
        return new RecordWriter(32)
                .writeByte(FORMAT)
                .writeVarint(opening)
                .writeVarint(nextShardUid)
                .toBytes();
    }

    StoreHeader afterOpening() {
        return new StoreHeader(opening + 1, nextShardUid);
    }

    /** Returns the header after the first opening of a copy. */
    StoreHeader afterCopying(long nowMillis) {
        return new StoreHeader(TermEpoch.firstOpening(opening, nowMillis), nextShardUid);
    }

    StoreHeader afterMakingShard() {
        return new StoreHeader(opening, Math.incrementExact(nextShardUid));
    }
}
