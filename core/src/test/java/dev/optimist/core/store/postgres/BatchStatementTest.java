package dev.optimist.core.store.postgres;

import static dev.optimist.core.store.Commits.creation;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.store.ShardCommit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A batch in one statement, seen from the outside: what its connection or its database may do to it. */
final class BatchStatementTest {
    private static final ShardId ID = new ShardId("AAAAAAAAAAAAAAAAAAAAAA", 0);

    private final PostgresConfiguration configuration =
            PostgresConfiguration.of(PostgresServer.shared().newDatabase());
    private final PostgresStore store = PostgresStore.open(configuration);
    private final Database database = new Database(0, configuration);
    private final PostgresShard shard =
            (PostgresShard) requireNonNull(store.openShard(ID).block());
    private final BatchId batch = new BatchId(UUID.randomUUID().toString(), 1);
    private final CommitPlan plan = new CommitPlan(
            new ShardCommit(shard, shard.primaryTerm(), List.of(creation("1"), creation("2")), new int[] {0, 1, 0}));

    @BeforeEach
    @AfterEach
    void nothingIsLeftOver() {
        assertThat(database.connections().active()).isZero();
    }

    @AfterEach
    void close() {
        store.close().block();
        database.close().block();
    }

    private Mono<ShardRow> execute() {
        return database.read(connection -> BatchStatement.execute(connection, shard, plan, batch, plan.rows()));
    }

    @Test
    void execute_onCurrentBases_leavesWhatSettlesIt() {
        ShardRow row = requireNonNull(execute().block());

        assertThat(row.nextSeqNo()).isEqualTo(3);
        assertThat(row.documents()).isEqualTo(2);
        assertThat(Settlement.find(database, shard, batch).block()).isEqualTo(3);
    }

    @Test
    void execute_afterItWasSettledAsNotWritten_fails() {
        assertThat(Settlement.find(database, shard, batch).blockOptional()).isEmpty();

        assertThatThrownBy(execute()::block).isInstanceOf(RuntimeException.class);

        assertThat(shard.load("1").map(state -> state.live()).block()).isEqualTo(false);
        assertThat(Settlement.find(database, shard, batch).blockOptional())
                .as("asked again")
                .isEmpty();
    }
}
