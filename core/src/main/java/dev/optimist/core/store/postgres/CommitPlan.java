package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardCommit.Put;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a batch writes to a shard where nothing of it is overtaken, which is so nearly always: the numbers of its puts and
 * what they do to the counts.
 */
final class CommitPlan {
    private static final int STATEMENT_PUTS_MAX = 1_024;
    private static final int STATEMENT_BYTES_MAX = 4 << 20;

    private final ShardCommit commit;

    CommitPlan(ShardCommit commit) {
        this.commit = commit;
    }

    long primaryTerm() {
        return commit.primaryTerm();
    }

    List<Put> puts() {
        return commit.puts();
    }

    List<String> ids() {
        return commit.puts().stream().map(Put::id).toList();
    }

    int operations() {
        return commit.putOfOperation().length;
    }

    long documents() {
        return documents(put -> true);
    }

    long tombstones() {
        return tombstones(put -> true);
    }

    /** Returns by how many live documents some of the puts change the shard. */
    long documents(IntPredicate written) {
        return change(written, Document.class);
    }

    long tombstones(IntPredicate written) {
        return change(written, Tombstone.class);
    }

    private long change(IntPredicate written, Class<? extends DocumentState> kind) {
        long change = 0;
        for (int put = 0; put < commit.puts().size(); put++) {
            if (written.test(put)) {
                Put one = commit.puts().get(put);
                change += (kind.isInstance(one.next()) ? 1 : 0) - (kind.isInstance(one.base()) ? 1 : 0);
            }
        }
        return change;
    }

    /**
     * Returns each put's number, counted from the batch's first: that of its last operation, where the operations of
     * puts that are not written take none.
     */
    int[] offsets(IntPredicate written) {
        int[] offsets = new int[commit.puts().size()];
        int next = 0;
        for (int put : commit.putOfOperation()) {
            if (written.test(put)) {
                offsets[put] = next++;
            }
        }
        return offsets;
    }

    /** Returns how many operations belong to some of the puts. */
    int operations(IntPredicate written) {
        int operations = 0;
        for (int put : commit.putOfOperation()) {
            operations += written.test(put) ? 1 : 0;
        }
        return operations;
    }

    /** Returns the statements' parameters: updates and inserts apart, none of them larger than a message may well be. */
    List<PutRows> rows() {
        int[] offsets = offsets(put -> true);
        List<PutRows> rows = new ArrayList<>(2);
        for (boolean onBase : new boolean[] {true, false}) {
            List<Integer> portion = new ArrayList<>();
            long bytes = 0;
            for (int put = 0; put < commit.puts().size(); put++) {
                Put one = commit.puts().get(put);
                if (buildsOnSomething(one) != onBase) {
                    continue;
                }
                long size = bytes(one.next());
                if (!portion.isEmpty()
                        && (portion.size() == STATEMENT_PUTS_MAX || bytes + size > STATEMENT_BYTES_MAX)) {
                    rows.add(rows(onBase, portion, offsets));
                    portion.clear();
                    bytes = 0;
                }
                portion.add(put);
                bytes += size;
            }
            if (!portion.isEmpty()) {
                rows.add(rows(onBase, portion, offsets));
            }
        }
        return rows;
    }

    private PutRows rows(boolean onBase, List<Integer> portion, int[] offsets) {
        PutRows rows = new PutRows(onBase, portion.size());
        for (int position = 0; position < portion.size(); position++) {
            int put = portion.get(position);
            rows.set(position, commit.puts().get(put), offsets[put]);
        }
        return rows;
    }

    private static boolean buildsOnSomething(Put put) {
        return put.base() instanceof Document || put.base() instanceof Tombstone;
    }

    private static long bytes(DocumentState state) {
        return state instanceof Document document ? document.source().length() : 0;
    }
}
