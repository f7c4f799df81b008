package dev.optimist.core.store;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Tombstone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an {@link InMemoryStore} keeps of one shard: the newest state of each document and the next sequence number.
 *
 * <p><b>Concurrency.</b> Changed under the lock of the {@link InMemoryData} only; read without one.
 */
final class InMemoryShardData {
    private final Map<String, DocumentState> states = new ConcurrentHashMap<>();
    private volatile long firstOpening;
    private volatile long nextSeqNo;
    private volatile boolean dropped;

    InMemoryShardData(long firstOpening, long nextSeqNo) {
        this.firstOpening = firstOpening;
        this.nextSeqNo = nextSeqNo;
    }

    /** Returns the opening of the store in whose time the term was 1: the one that made this shard, less all raises. */
    long firstOpening() {
        return firstOpening;
    }

    void raiseTerm(int by) {
        long earlier = firstOpening - by;
        firstOpening = earlier;
    }

    long nextSeqNo() {
        return nextSeqNo;
    }

    Set<String> ids() {
        return states.keySet();
    }

    DocumentState get(String id) {
        return states.getOrDefault(id, Absent.ABSENT);
    }

    long documentCount() {
        return states.values().stream().filter(DocumentState::live).count();
    }

    long tombstoneCount() {
        return states.values().stream().filter(Tombstone.class::isInstance).count();
    }

    List<StoredDocument> from(long seqNo) {
        return states.entrySet().stream()
                .map(entry -> new StoredDocument(entry.getKey(), entry.getValue()))
                .filter(document -> document.state().seqNo() >= seqNo)
                .sorted(Comparator.comparingLong(document -> document.state().seqNo()))
                .toList();
    }

    List<StoredDocument> documents() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().live())
                .map(entry -> new StoredDocument(entry.getKey(), entry.getValue()))
                .toList();
    }

    ShardOutcome commit(ShardCommit commit, InMemoryReceipts receipts, boolean checksBases) {
        long first = nextSeqNo;
        List<PutOutcome> outcomes = new ArrayList<>(commit.puts().size());
        commit.puts().forEach(put -> outcomes.add(checksBases ? check(put) : PutOutcome.COMMITTED));
        if (checksBases) {
            overtakeByReceipts(commit, receipts, outcomes);
        }
        long[] seqNos = number(commit, outcomes, first);
        keep(commit, receipts, seqNos);
        return new ShardOutcome(first, outcomes);
    }

    private void overtakeByReceipts(ShardCommit commit, InMemoryReceipts receipts, List<PutOutcome> outcomes) {
        for (ShardCommit.OperationReceipt kept : commit.receipts()) {
            if (receipts.isKept(kept.receipt())) {
                int put = commit.putOfOperation()[kept.operation()];
                outcomes.set(
                        put, new PutOutcome.Overtaken(get(commit.puts().get(put).id())));
            }
        }
    }

    /** Numbers the operations that were not overtaken; -1 stands for the others. */
    private static long[] number(ShardCommit commit, List<PutOutcome> outcomes, long first) {
        long next = first;
        long[] seqNos = new long[commit.putOfOperation().length];
        for (int operation = 0; operation < seqNos.length; operation++) {
            boolean committed = outcomes.get(commit.putOfOperation()[operation]) == PutOutcome.COMMITTED;
            seqNos[operation] = committed ? next++ : -1;
        }
        return seqNos;
    }

    private void keep(ShardCommit commit, InMemoryReceipts receipts, long[] seqNos) {
        long next = nextSeqNo;
        for (int operation = 0; operation < seqNos.length; operation++) {
            if (seqNos[operation] >= 0) {
                keep(commit.puts().get(commit.putOfOperation()[operation]), seqNos[operation], commit.primaryTerm());
                next = seqNos[operation] + 1;
            }
        }
        for (ShardCommit.OperationReceipt kept : commit.receipts()) {
            if (seqNos[kept.operation()] >= 0) {
                receipts.put(kept.receipt().at(seqNos[kept.operation()], commit.primaryTerm()));
            }
        }
        nextSeqNo = next;
    }

    DocumentState put(String id, DocumentState next, long primaryTerm) {
        long seqNo = nextSeqNo;
        DocumentState state = next.at(seqNo, primaryTerm);
        restore(id, state);
        nextSeqNo = seqNo + 1;
        return state;
    }

    void restore(String id, DocumentState state) {
        if (!dropped) {
            states.put(id, state);
        }
    }

    int forgetTombstones(long deletedBeforeMillis) {
        int before = states.size();
        states.values()
                .removeIf(state ->
                        state instanceof Tombstone tombstone && tombstone.deletedAtMillis() < deletedBeforeMillis);
        return before - states.size();
    }

    void drop() {
        dropped = true;
        states.clear();
    }

    private PutOutcome check(ShardCommit.Put put) {
        DocumentState current = get(put.id());
        return current.revision().equals(put.base().revision())
                ? PutOutcome.COMMITTED
                : new PutOutcome.Overtaken(current);
    }

    private void keep(ShardCommit.Put put, long seqNo, long primaryTerm) {
        restore(put.id(), put.next().at(seqNo, primaryTerm));
    }
}
