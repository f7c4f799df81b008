package dev.optimist.core.store.rocksdb;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** The documents with the smallest sequence numbers from one on, as many as fit a bound of memory, and at least one. */
final class SeqNoWindow {
    private static final long BYTES_MAX = 16L << 20;
    /** What an entry takes beside its bytes: two array headers, the entry, its place in the queue. */
    private static final long ENTRY_BYTES = 80;

    private static final Comparator<Entry> BY_SEQ_NO = Comparator.comparingLong(Entry::seqNo);

    private final long from;
    private final long bytesMax;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(BY_SEQ_NO.reversed());
    private long bytes;
    private long before = Long.MAX_VALUE;

    SeqNoWindow(long fromSeqNo) {
        this(fromSeqNo, BYTES_MAX);
    }

    SeqNoWindow(long fromSeqNo, long bytesMax) {
        this.from = fromSeqNo;
        this.bytesMax = bytesMax;
    }

    /** Returns whether a document may belong here; once one did not fit, those after it do not either. */
    boolean wants(long seqNo) {
        return seqNo >= from && seqNo < before;
    }

    void add(long seqNo, byte[] key, byte[] value) {
        Entry added = new Entry(seqNo, key, value);
        entries.add(added);
        bytes += added.bytes();
        while (bytes > bytesMax && entries.size() > 1) {
            Entry dropped = entries.remove();
            bytes -= dropped.bytes();
            before = dropped.seqNo();
        }
    }

    /** Returns whether everything fitted. */
    boolean complete() {
        return before == Long.MAX_VALUE;
    }

    /** Returns the number that the next window begins with. */
    long nextSeqNo() {
        return before;
    }

    Queue<Entry> inOrder() {
        Queue<Entry> ordered = new ArrayDeque<>(entries.size());
        entries.stream().sorted(BY_SEQ_NO).forEach(ordered::add);
        return ordered;
    }

    /** One document as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(long seqNo, byte[] key, byte[] value) {
        long bytes() {
            return ENTRY_BYTES + key.length + value.length;
        }
    }
}
