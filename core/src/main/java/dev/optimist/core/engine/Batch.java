package dev.optimist.core.engine;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.Receipt;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardCommit.OperationReceipt;
import dev.optimist.core.store.ShardCommit.Put;
import dev.optimist.core.store.ShardOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes that become durable together: of each document the newest state, of each shard the operations in seq_no
 * order. Confined to the commit loop.
 *
 * <h2>Ordering</h2>
 *
 * Operations keep the order in which they were submitted, except that a change never comes before the one that it
 * builds on: two threads may submit in the other order than their compareAndSets.
 */
final class Batch {
    /** The part of one shard. */
    private static final class Part {
        private final List<Change> operations = new ArrayList<>();
        private final List<Change> newest = new ArrayList<>();
        private final List<DocumentState> bases = new ArrayList<>();
        private List<OperationReceipt> receipts = List.of();

        /** Of the commit; another writer of the store may raise the shard's while it is under way. */
        private final long primaryTerm;

        private Part(long primaryTerm) {
            this.primaryTerm = primaryTerm;
        }

        private void keep(Receipt receipt) {
            if (receipts.isEmpty()) {
                receipts = new ArrayList<>();
            }
            receipts.add(new OperationReceipt(operations.size() - 1, receipt));
        }
    }

    private final IdentityHashMap<Shard, Part> parts = new IdentityHashMap<>();
    private final List<Shard> shards = new ArrayList<>();
    private int operations;
    private int puts;
    private long bytes;

    /** Takes the change in, after those pending ones that it builds on; ignores one that is settled or taken already. */
    void add(Change change) {
        if (standsAlone(change)) {
            append(change);
            return;
        }
        Deque<Change> chain = new ArrayDeque<>();
        for (Change link = change; link != null && open(link); link = pendingBase(link)) {
            chain.push(link);
        }
        chain.forEach(this::append);
    }

    private static boolean standsAlone(Change change) {
        return open(change) && (!(change.base() instanceof Change base) || !open(base));
    }

    private static boolean open(Change change) {
        return change.batch() == null && change.pending();
    }

    private static @Nullable Change pendingBase(Change change) {
        return change.base() instanceof Change base ? base : null;
    }

    private void append(Change change) {
        Part part = parts.computeIfAbsent(change.shard(), this::open);
        change.join(this, place(part, change));
        part.operations.add(change);
        Receipt receipt = change.receipt();
        if (receipt != null) {
            part.keep(receipt);
        }
        operations++;
    }

    private Part open(Shard shard) {
        shards.add(shard);
        return new Part(shard.primaryTerm());
    }

    private int place(Part part, Change change) {
        Object base = change.base();
        if (base instanceof Change before && before.batch() == this) {
            part.newest.set(before.put(), change);
            return before.put();
        }
        if (base == null) {
            throw new IllegalStateException("a pending change has a base");
        }
        part.newest.add(change);
        part.bases.add(Register.newest(base));
        puts++;
        return part.newest.size() - 1;
    }

    boolean isEmpty() {
        return operations == 0;
    }

    int operations() {
        return operations;
    }

    int puts() {
        return puts;
    }

    /** Returns how many bytes of source the batch wrote; known once {@link #commits} was called. */
    long bytes() {
        return bytes;
    }

    /** Returns what the store is to write. */
    List<ShardCommit> commits() {
        List<ShardCommit> commits = new ArrayList<>(shards.size());
        for (Shard shard : shards) {
            commits.add(commit(shard, part(shard)));
        }
        return commits;
    }

    private ShardCommit commit(Shard shard, Part part) {
        List<Put> written = new ArrayList<>(part.newest.size());
        for (int put = 0; put < part.newest.size(); put++) {
            Change change = part.newest.get(put);
            bytes += Footprint.sourceBytes(change.current());
            written.add(new Put(change.register().id(), part.bases.get(put), change.current()));
        }
        int[] putOfOperation = part.operations.stream().mapToInt(Change::put).toArray();
        return new ShardCommit(shard.stored(), part.primaryTerm, written, putOfOperation, part.receipts);
    }

    private Part part(Shard shard) {
        Part part = parts.get(shard);
        if (part == null) {
            throw new IllegalStateException("the batch has no operation of that shard");
        }
        return part;
    }

    /** Settles every change by what the store said of it. */
    void settle(List<ShardOutcome> outcomes, Deliveries deliveries) {
        for (int shard = 0; shard < shards.size(); shard++) {
            settle(shards.get(shard), outcomes.get(shard), deliveries);
        }
    }

    private void settle(Shard shard, ShardOutcome outcome, Deliveries deliveries) {
        Part part = part(shard);
        long seqNo = outcome.firstSeqNo();
        for (Change change : part.operations) {
            int put = change.put();
            boolean newest = part.newest.get(put) == change;
            if (outcome.puts().get(put) instanceof PutOutcome.Failed failed) {
                if (newest) {
                    shard.failed(change, part.bases.get(put), failed.cause(), deliveries);
                }
                continue;
            }
            if (outcome.puts().get(put) instanceof PutOutcome.Overtaken overtaken) {
                if (newest) {
                    shard.overtaken(change, part.bases.get(put), overtaken.current(), deliveries);
                }
                continue;
            }
            DocumentState durable = change.current().at(seqNo++, part.primaryTerm);
            change.commit(durable, deliveries);
            if (newest) {
                shard.settled(change, part.bases.get(put), durable);
            }
        }
    }

    /** Settles every change that is not settled yet as failed: whether any was written is unknown. */
    void fail(Throwable cause, Deliveries deliveries) {
        for (Shard shard : shards) {
            Part part = part(shard);
            if (!shard.decidesAlone()) {
                fail(shard, part, cause, deliveries);
            }
            part.operations.stream().filter(Change::pending).forEach(change -> change.fail(cause, deliveries));
        }
    }

    private static void fail(Shard shard, Part part, Throwable cause, Deliveries deliveries) {
        for (int put = 0; put < part.newest.size(); put++) {
            Change newest = part.newest.get(put);
            if (newest.pending()) {
                shard.failed(newest, part.bases.get(put), cause, deliveries);
            }
        }
    }
}
