package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.Receipt;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardOutcome;
import io.r2dbc.spi.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The one transaction that writes a batch to a shard.
 *
 * <h2>Ordering</h2>
 *
 * Its first statement changes the shard's row: it takes as many numbers as the batch has operations, fails to find the
 * row where the term is not the current one, and holds off every other writer of the shard until the commit. What follows
 * writes each document whose base is still current. All of it is sent at once and answered at once. Where all was
 * written, which is nearly always so, the COMMIT comes next. Where not, the current states are read, what was written is
 * numbered anew without gaps and the numbers that are left over are given back, still under the row's lock.
 *
 * <h2>Durability</h2>
 *
 * Until the COMMIT is sent any failure means that nothing was written. From then on a failure means nothing, and the row
 * that the batch leaves of itself is looked for; see {@link Settlement}.
 */
final class ShardTransaction {
    private static final String TAKE = "UPDATE optimist_shards SET next_seq_no = next_seq_no + $1,"
            + " documents = documents + $2, tombstones = tombstones + $3"
            + " WHERE shard = $4 AND primary_term = $5 AND index_uuid = $6 RETURNING " + ShardRow.COLUMNS;

    private static final String LEAVE_ID = "INSERT INTO optimist_writers (writer, shard, batch, at)"
            + " VALUES ($1, $2, $3, now()) ON CONFLICT (writer, shard) DO UPDATE SET batch = excluded.batch,"
            + " at = excluded.at, next_seq_no = excluded.next_seq_no";

    private static final String RENUMBER = "UPDATE optimist_documents d SET seq_no = i.seq_no"
            + " FROM (SELECT $2::bigint AS shard, substring($1 FROM r.start FOR r.length) AS id, r.seq_no"
            + " FROM unnest($3::int[], $4::int[], $5::bigint[]) AS r(start, length, seq_no) OFFSET 0) i"
            + " WHERE d.shard = i.shard AND d.id = i.id";

    private static final int OWN_PARAMETERS = 3;
    private static final String UPDATE = PutRows.update("optimist_shards", OWN_PARAMETERS + 1);
    private static final String INSERT = PutRows.insert("optimist_shards", OWN_PARAMETERS + 1);
    private static final int STATEMENTS_AT_ONCE = 8;

    private final Connection connection;
    private final PostgresShard shard;
    private final ShardCommit commit;
    private final CommitPlan plan;
    private final BatchId batch;

    ShardTransaction(Connection connection, PostgresShard shard, ShardCommit commit, CommitPlan plan, BatchId batch) {
        this.connection = connection;
        this.shard = shard;
        this.commit = commit;
        this.plan = plan;
        this.batch = batch;
    }

    /**
     * What the transaction comes to if it commits.
     *
     * @param row the shard's row from then on
     * @param commits whether there is anything to commit
     */
    record Result(ShardOutcome outcome, ShardRow row, boolean commits) {
        /** Makes the result of a batch of which nothing was overtaken. */
        static Result allWritten(CommitPlan plan, ShardRow row) {
            List<PutOutcome> outcomes = Collections.nCopies(plan.puts().size(), PutOutcome.COMMITTED);
            return new Result(
                    new ShardOutcome(row.nextSeqNo() - plan.operations(), outcomes), row, /* commits= */ true);
        }
    }

    /** What the statements have answered. */
    private record Written(List<ShardRow> row, long puts) {}

    /** Does everything but the COMMIT; cold. Errors: whatever fails, and then nothing is written. */
    Mono<Result> prepare(List<PutRows> rows) {
        return commit.receipts().isEmpty()
                ? send(rows).flatMap(this::decide)
                : send(rows).flatMap(this::decide).flatMap(this::keepReceipts);
    }

    /** The first statements are subscribed to together, so that they travel together; the server runs them in order. */
    private Mono<Written> send(List<PutRows> all) {
        List<Mono<Answer>> statements = new ArrayList<>();
        statements.add(answer(Mono.from(connection.beginTransaction()).thenReturn(0L)));
        statements.add(take());
        for (PutRows rows : all) {
            statements.add(answer(write(rows)));
        }
        statements.add(answer(Sql.run(connection, LEAVE_ID, batch.writer(), shard.key(), batch.number())
                .thenReturn(0L)));
        shard.database().roundTrip();
        return Flux.fromIterable(statements)
                .flatMapSequential(statement -> statement, STATEMENTS_AT_ONCE)
                .collectList()
                .flatMap(ShardTransaction::written);
    }

    private Mono<Long> write(PutRows rows) {
        List<Object> parameters = new ArrayList<>(List.of(shard.key(), commit.primaryTerm(), (long) plan.operations()));
        parameters.addAll(rows.parameters());
        return Sql.count(connection, rows.onBase() ? UPDATE : INSERT, parameters.toArray());
    }

    /** One statement's answer; a failed one must not cancel the others, which are on their way already. */
    private record Answer(List<ShardRow> rows, long count, List<Throwable> failure) {}

    private Mono<Answer> take() {
        return Sql.rows(
                        connection,
                        TAKE,
                        ShardRow::read,
                        (long) plan.operations(),
                        plan.documents(),
                        plan.tombstones(),
                        shard.key(),
                        commit.primaryTerm(),
                        shard.id().indexUuid())
                .collectList()
                .map(rows -> new Answer(rows, 0, List.of()))
                .onErrorResume(failure -> Mono.just(new Answer(List.of(), 0, List.of(failure))));
    }

    private static Mono<Answer> answer(Mono<Long> statement) {
        return statement
                .map(count -> new Answer(List.of(), count, List.of()))
                .onErrorResume(failure -> Mono.just(new Answer(List.of(), 0, List.of(failure))));
    }

    private static Mono<Written> written(List<Answer> answers) {
        return answers.stream()
                .flatMap(answer -> answer.failure().stream())
                .findFirst()
                .<Mono<Written>>map(Mono::error)
                .orElseGet(() -> Mono.just(new Written(
                        answers.get(1).rows(),
                        answers.stream().mapToLong(Answer::count).sum())));
    }

    private Mono<Result> decide(Written written) {
        if (written.row().isEmpty()) {
            return Mono.from(connection.rollbackTransaction()).then(refused());
        }
        ShardRow row = written.row().get(0);
        return written.puts() == plan.puts().size() ? Mono.just(Result.allWritten(plan, row)) : overtaken(row);
    }

    /**
     * A receipt of the same key that another request has left undoes all of the batch: whatever else is in it is decided
     * anew and comes again without it.
     */
    private Mono<Result> keepReceipts(Result result) {
        List<Receipt> receipts = receipts(result.outcome());
        if (!result.commits() || receipts.isEmpty()) {
            return Mono.just(result);
        }
        shard.database().roundTrip();
        return ReceiptTable.put(connection, receipts)
                .flatMap(kept -> kept
                        ? Mono.just(result)
                        : Mono.from(connection.rollbackTransaction()).then(Mono.defer(this::refused)));
    }

    private List<Receipt> receipts(ShardOutcome outcome) {
        long[] seqNos = new long[plan.operations()];
        long next = outcome.firstSeqNo();
        for (int operation = 0; operation < seqNos.length; operation++) {
            boolean written = outcome.puts().get(commit.putOfOperation()[operation]) == PutOutcome.COMMITTED;
            seqNos[operation] = written ? next++ : -1;
        }
        return commit.receipts().stream()
                .filter(kept -> seqNos[kept.operation()] >= 0)
                .map(kept -> kept.receipt().at(seqNos[kept.operation()], commit.primaryTerm()))
                .toList();
    }

    /** The row was not found: under another term everything is to be decided anew, without an index all is gone. */
    private Mono<Result> refused() {
        shard.database().roundTrip();
        return ShardRow.byKey(connection, shard.key(), shard.id())
                .flatMap(row -> States.read(connection, shard.key(), plan.ids())
                        .map(states -> new Result(outcome(row.nextSeqNo(), new BitSet(), states), row, false)))
                .switchIfEmpty(Mono.fromSupplier(this::gone));
    }

    private Result gone() {
        long next = shard.nextSeqNo() + plan.operations();
        ShardRow last = new ShardRow(shard.key(), shard.primaryTerm(), next, 0, 0);
        return new Result(Result.allWritten(plan, last).outcome(), last, /* commits= */ false);
    }

    private Mono<Result> overtaken(ShardRow row) {
        shard.database().roundTrip();
        return States.read(connection, shard.key(), plan.ids()).flatMap(states -> {
            BitSet written = written(row, states);
            return written.isEmpty() ? takeNothing(row, states) : takeLess(row, written, states);
        });
    }

    /** What was written bears the number that was meant for it, which nothing else can have. */
    private BitSet written(ShardRow row, Map<String, DocumentState> states) {
        long first = row.nextSeqNo() - plan.operations();
        int[] offsets = plan.offsets(put -> true);
        BitSet written = new BitSet();
        IntStream.range(0, offsets.length)
                .filter(put -> {
                    DocumentState state = current(states, put);
                    return state.seqNo() == first + offsets[put] && state.primaryTerm() == commit.primaryTerm();
                })
                .forEach(written::set);
        return written;
    }

    private DocumentState current(Map<String, DocumentState> states, int put) {
        return states.getOrDefault(plan.puts().get(put).id(), Absent.ABSENT);
    }

    private Mono<Result> takeNothing(ShardRow row, Map<String, DocumentState> states) {
        long first = row.nextSeqNo() - plan.operations();
        ShardRow before = new ShardRow(
                row.key(),
                row.primaryTerm(),
                first,
                row.documents() - plan.documents(),
                row.tombstones() - plan.tombstones());
        return Mono.from(connection.rollbackTransaction())
                .then(Mono.just(new Result(outcome(first, new BitSet(), states), before, /* commits= */ false)));
    }

    private Mono<Result> takeLess(ShardRow row, BitSet written, Map<String, DocumentState> states) {
        long first = row.nextSeqNo() - plan.operations();
        int operations = plan.operations(written::get);
        Mono<ShardRow> giveBack = Sql.rows(
                        connection,
                        TAKE,
                        ShardRow::read,
                        (long) operations - plan.operations(),
                        plan.documents(written::get) - plan.documents(),
                        plan.tombstones(written::get) - plan.tombstones(),
                        shard.key(),
                        commit.primaryTerm(),
                        shard.id().indexUuid())
                .single();
        shard.database().roundTrip();
        return renumber(first, written)
                .then(giveBack)
                .map(less -> new Result(outcome(first, written, states), less, /* commits= */ true));
    }

    private Mono<Void> renumber(long first, BitSet written) {
        int[] offsets = plan.offsets(written::get);
        List<String> ids =
                written.stream().mapToObj(put -> plan.puts().get(put).id()).toList();
        Long[] seqNos = written.stream().mapToObj(put -> first + offsets[put]).toArray(Long[]::new);
        PackedBytes packed = new PackedBytes();
        PackedBytes.Column column = PackedBytes.ids(ids, packed);
        return Sql.run(
                connection, RENUMBER, packed.parameter(), shard.key(), column.starts(), column.lengths(), seqNos);
    }

    private ShardOutcome outcome(long first, BitSet written, Map<String, DocumentState> states) {
        List<PutOutcome> outcomes = IntStream.range(0, plan.puts().size())
                .<PutOutcome>mapToObj(
                        put -> written.get(put) ? PutOutcome.COMMITTED : new PutOutcome.Overtaken(current(states, put)))
                .toList();
        return new ShardOutcome(first, outcomes);
    }
}
