package dev.optimist.core.store.rocksdb;

import dev.optimist.core.store.Receipt;

/** The stored form of a receipt: format byte, time made, time kept until, seq_no, primary term, facts to the end. */
final class ReceiptRecord {
    private static final int FORMAT = 1;
    private static final int HEAD_LENGTH_MAX = 1 + 4 * 10;

    private ReceiptRecord() {}

    static byte[] write(Receipt receipt) {
        return new RecordWriter(HEAD_LENGTH_MAX + receipt.facts().length)
                .writeByte(FORMAT)
                .writeVarint(receipt.madeAtMillis())
                .writeVarint(receipt.keptUntilMillis())
                .writeVarint(receipt.seqNo())
                .writeVarint(receipt.primaryTerm())
                .writeBytes(receipt.facts())
                .toBytes();
    }

    static Receipt read(String key, byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        in.requireFormat(FORMAT);
        return new Receipt(key, in.readVarint(), in.readVarint(), in.readCount(), in.readCount(), in.readRest());
    }
}
