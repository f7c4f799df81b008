package dev.optimist.core.store.rocksdb;

/**
 * What a store keeps of a shard beside its documents.
 *
 * @param uid what the keys of its documents begin with
 * @param firstOpening the opening of the store that made it, in whose time its term was 1; further back, and below zero
 *     perhaps, by as much as the term was raised since
 * @param nextSeqNo the number of the next operation
 * @param documents how many live documents there are
 * @param tombstones how many tombstones there are
 */
record ShardRecord(int uid, long firstOpening, long nextSeqNo, long documents, long tombstones) {
    private static final int FORMAT = 1;

    static ShardRecord made(StoreHeader header) {
        return new ShardRecord(header.nextShardUid(), header.opening(), 0, 0, 0);
    }

    static ShardRecord read(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        in.requireFormat(FORMAT);
        int uid = in.readIntCount();
        ShardRecord shard = new ShardRecord(uid, in.readVarint(), in.readCount(), in.readCount(), in.readCount());
        in.requireEnd();
        return shard;
    }

    byte[] write() {
        return new RecordWriter(51)
                .writeByte(FORMAT)
                .writeVarint(uid)
                .writeVarint(firstOpening)
                .writeVarint(nextSeqNo)
                .writeVarint(documents)
                .writeVarint(tombstones)
                .toBytes();
    }

    /** Returns the primary term in the time of an opening: one more for each. */
    long primaryTerm(long opening) {
        return 1 + opening - firstOpening;
    }

    ShardRecord withTermRaised(int by) {
        return new ShardRecord(uid, firstOpening - by, nextSeqNo, documents, tombstones);
    }

    /** Returns the record after a batch. */
    ShardRecord after(int operations, long documentsMore, long tombstonesMore) {
        return new ShardRecord(
                uid, firstOpening, nextSeqNo + operations, documents + documentsMore, tombstones + tombstonesMore);
    }

    ShardRecord withoutTombstones(int forgotten) {
        return new ShardRecord(uid, firstOpening, nextSeqNo, documents, tombstones - forgotten);
    }
}
