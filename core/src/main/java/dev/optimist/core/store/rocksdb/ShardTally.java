package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.store.rocksdb.CheckReport.CheckedShard;
import java.util.BitSet;
import java.util.Locale;

/**
 * Counts what a check finds of one shard, and holds each state to the shard's rules: a sequence number below the next
 * one that no other state has, a term that has been, a version.
 */
final class ShardTally {
    private final ShardId id;
    private final ShardRecord record;
    private final long primaryTerm;
    private final CheckFindings findings;

    /** Numbers seen; a bit for each that was given, so bounded by what was written and not by what is kept. */
    private final BitSet seqNos = new BitSet();

    private long documents;
    private long tombstones;
    private long entries;
    private boolean uncounted;

    /** The sum over all tombstones less that over the list of them. */
    private long listed;

    ShardTally(ShardId id, ShardRecord record, StoreHeader header, CheckFindings findings) {
        this.id = id;
        this.record = record;
        this.primaryTerm = record.primaryTerm(header.opening());
        this.findings = findings;
        if (primaryTerm < 1) {
            findings.problem(String.format(Locale.ROOT, "%s has the primary term [%d]", named(), primaryTerm));
        }
    }

    void found(String document, DocumentState state) {
        if (state.live()) {
            documents++;
        } else if (state instanceof Tombstone tombstone) {
            tombstones++;
            listed += print(document, tombstone.deletedAtMillis());
        }
        check(document, state);
    }

    private void check(String document, DocumentState state) {
        if (state.seqNo() < 0 || state.seqNo() >= record.nextSeqNo()) {
            problem(
                    document,
                    String.format(
                            Locale.ROOT,
                            "its seq_no [%d] is not below the next one, [%d]",
                            state.seqNo(),
                            record.nextSeqNo()));
        } else if (seenBefore(state.seqNo())) {
            problem(document, "its seq_no [" + state.seqNo() + "] is another's too");
        }
        if (state.primaryTerm() < 1 || state.primaryTerm() > primaryTerm) {
            problem(
                    document,
                    String.format(
                            Locale.ROOT,
                            "its primary term [%d] is not within 1 and [%d]",
                            state.primaryTerm(),
                            primaryTerm));
        }
        if (state.version() < 0) {
            problem(document, "its version is [" + state.version() + "]");
        }
    }

    private boolean seenBefore(long seqNo) {
        if (seqNo > Integer.MAX_VALUE - 1) {
            uncounted = true;
            return false;
        }
        boolean seen = seqNos.get((int) seqNo);
        seqNos.set((int) seqNo);
        return seen;
    }

    /** Takes note of an entry in the list of tombstones. */
    void foundEntry(byte[] key) {
        entries++;
        String document = Keys.idOfDocument(Keys.documentOfTombstone(key));
        listed -= print(document, Keys.deletedAtOfTombstone(key));
    }

    private static long print(String document, long deletedAtMillis) {
        return (document.hashCode() * 31L + Long.hashCode(deletedAtMillis)) * 0x9E3779B97F4A7C15L;
    }

    CheckedShard end() {
        require(documents == record.documents(), "documents", record.documents(), documents);
        require(entries == record.tombstones(), "listed tombstones", record.tombstones(), entries);
        require(tombstones == entries, "tombstones", entries, tombstones);
        if (tombstones == entries && listed != 0) {
            findings.problem(named() + " lists other tombstones than it has");
        }
        if (uncounted) {
            findings.note(named() + " has given more than 2^31 sequence numbers: not looked at for duplicates");
        }
        return new CheckedShard(id, record.uid(), primaryTerm, record.nextSeqNo(), documents, tombstones);
    }

    private void require(boolean holds, String what, long counted, long found) {
        if (!holds) {
            findings.problem(
                    String.format(Locale.ROOT, "%s counts [%d] %s, there are [%d]", named(), counted, what, found));
        }
    }

    private void problem(String document, String what) {
        findings.problem(String.format(Locale.ROOT, "document [%s] of %s: %s", document, named(), what));
    }

    private String named() {
        return String.format(Locale.ROOT, "shard [%s][%d]", id.indexUuid(), id.number());
    }
}
