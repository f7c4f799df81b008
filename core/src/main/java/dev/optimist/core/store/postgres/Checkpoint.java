package dev.optimist.core.store.postgres;

import dev.optimist.core.error.StoreFailedException;
import io.r2dbc.spi.Connection;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Copies of databases in a folder: one file for each, which holds the rows that one statement saw and ends with a mark
 * that says it is whole.
 */
final class Checkpoint {
    private static final String EVERYTHING = """
            SELECT 0::bigint, key, 0::bigint, 0::bigint, 0::bigint, 0::bigint, NULL::bigint, NULL::bytea, value
                FROM optimist_catalog
            UNION ALL SELECT 1, convert_to(index_uuid, 'UTF8'), shard, number, primary_term, next_seq_no, NULL, NULL, NULL
                FROM optimist_shards
            UNION ALL SELECT 2, id, shard, seq_no, primary_term, version, deleted_at, routing, source
                FROM optimist_documents
            UNION ALL SELECT 3, convert_to(key, 'UTF8'), made_at, kept_until, seq_no, primary_term, NULL, NULL, facts
                FROM optimist_receipts""";

    private static final int PORTION = 200;

    private Checkpoint() {}

    /** Writes the databases one after the other; cold. Errors: StoreFailedException, also where the folder exists. */
    static Mono<Void> write(List<Database> databases, Path folder) {
        return Mono.fromRunnable(() -> create(folder))
                .subscribeOn(Schedulers.boundedElastic())
                .thenMany(Flux.fromIterable(databases))
                .concatMap(database -> write(database, file(folder, database)))
                .then();
    }

    private static void create(Path folder) {
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw failed("write", folder, e);
        }
    }

    private static Path file(Path folder, Database database) {
        return folder.resolve("database-" + database.position());
    }

    private static StoreFailedException failed(String doing, Path file, IOException cause) {
        return new StoreFailedException("cannot " + doing + " the checkpoint [" + file + "]: " + cause, cause);
    }

    private static Mono<Void> write(Database database, Path file) {
        return Mono.using(
                        () -> new DataOutputStream(Files.newOutputStream(file)),
                        out -> database.stream(connection -> portions(connection))
                                .publishOn(Schedulers.boundedElastic(), /* prefetch= */ 1)
                                .doOnNext(rows -> write(rows, out, file))
                                .then(Mono.fromRunnable(() -> end(out, file))),
                        out -> close(out, file))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private static Flux<List<CheckpointRow>> portions(Connection connection) {
        Mono<List<CheckpointRow>> portion = Sql.rows(
                        connection, "FETCH " + PORTION + " FROM checkpoint", CheckpointRow::read)
                .collectList();
        return Mono.from(connection.beginTransaction())
                .then(Sql.run(connection, CursorScan.TAKES_ITS_TIME))
                .then(Sql.run(connection, "DECLARE checkpoint NO SCROLL CURSOR FOR " + EVERYTHING))
                .thenMany(portion.repeat())
                .takeWhile(rows -> !rows.isEmpty())
                .concatWith(Mono.defer(() -> Mono.from(connection.rollbackTransaction()))
                        .then(Mono.empty()));
    }

    private static void write(List<CheckpointRow> rows, DataOutputStream out, Path file) {
        try {
            for (CheckpointRow row : rows) {
                row.write(out);
            }
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    private static void end(DataOutputStream out, Path file) {
        try {
            CheckpointRow.writeEnd(out);
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    private static void close(DataOutputStream out, Path file) {
        try {
            out.close();
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** Fills databases that are empty; cold. Errors: StoreFailedException. */
    static Mono<Void> read(List<Database> databases, Path folder) {
        return Flux.fromIterable(databases)
                .concatMap(database -> Mono.fromCallable(() -> rows(file(folder, database)))
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMap(rows -> database.transaction(
                                connection -> fill(connection, rows).thenReturn(true))))
                .then();
    }

    private static List<CheckpointRow> rows(Path file) {
        List<CheckpointRow> rows = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            for (CheckpointRow row = CheckpointRow.readNext(in); row != null; row = CheckpointRow.readNext(in)) {
                rows.add(row);
            }
        } catch (EOFException e) {
            throw failed("read, since it is not whole,", file, e);
        } catch (IOException e) {
            throw failed("read", file, e);
        }
        return rows;
    }

    private static Mono<Void> fill(Connection connection, List<CheckpointRow> rows) {
        Map<Long, Long> keys = new HashMap<>();
        return Flux.fromIterable(rows)
                .concatMap(row -> row.insert(connection, keys))
                .then(Sql.run(connection, """
                        UPDATE optimist_shards s SET
                            documents = (SELECT count(*) FROM optimist_documents d
                                WHERE d.shard = s.shard AND d.deleted_at IS NULL),
                            tombstones = (SELECT count(*) FROM optimist_documents d
                                WHERE d.shard = s.shard AND d.deleted_at IS NOT NULL)"""))
                .then(Sql.run(connection, "UPDATE optimist_cluster SET catalog_version = catalog_version + 1"));
    }
}
