package dev.optimist.core.store.postgres;

import dev.optimist.core.error.StoreFailedException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import reactor.core.publisher.Mono;

/**
 * The row of each database that says which place it has among the databases of one deployment, so that no node takes
 * them in another order, and no database of another deployment is among them.
 */
final class Deployment {
    private Deployment() {}

    /**
     * Writes the row of a new database, or compares with the one that is there; cold.
     *
     * @param deployment the name that a new database gets; blank to take whatever is there
     * @return the deployment's name
     */
    static Mono<String> join(
            Connection connection, String deployment, int position, int databases, Incarnation greeted) {
        return Sql.run(
                        connection,
                        "INSERT INTO optimist_cluster (one, deployment, position, databases, system_identifier,"
                                + " timeline, catalog_version) VALUES (true, $1, $2, $3, $4, $5, 1)"
                                + " ON CONFLICT (one) DO NOTHING",
                        deployment,
                        (long) position,
                        (long) databases,
                        greeted.systemIdentifier(),
                        greeted.timeline())
                .then(Sql.rows(
                                connection,
                                "SELECT deployment, position, databases FROM optimist_cluster",
                                row -> checked(row, deployment, position, databases))
                        .next());
    }

    private static String checked(Row row, String deployment, int position, int databases) {
        String there = Sql.text(row, 0);
        boolean first = position == 0;
        if (!first && !there.equals(deployment)) {
            throw new StoreFailedException("database [" + position + "] belongs to another deployment", null);
        }
        if (Sql.number(row, 1) != position || Sql.number(row, 2) != databases) {
            throw new StoreFailedException(
                    "database [" + position + "] of [" + databases + "] was set up as number [" + Sql.number(row, 1)
                            + "] of [" + Sql.number(row, 2) + "]; name the same databases in the same order",
                    null);
        }
        return there;
    }
}
