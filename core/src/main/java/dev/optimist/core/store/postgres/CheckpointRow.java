package dev.optimist.core.store.postgres;

import dev.optimist.core.store.Receipt;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One row of a checkpoint: an entry of the catalog, a shard, a document, or a receipt. */
@SuppressWarnings("ArrayRecordComponent") // in transit, never compared
record CheckpointRow(
        int kind,
        byte[] name,
        long a,
        long b,
        long c,
        long d,
        @Nullable Long deletedAt,
        byte @Nullable [] routing,
        byte @Nullable [] content) {
    private static final int ENTRY = 0;
    private static final int SHARD = 1;
    private static final int RECEIPT = 3;
    private static final int END = 0xE0;

    static CheckpointRow read(Row row) {
        return new CheckpointRow(
                (int) Sql.number(row, 0),
                Objects.requireNonNull(Sql.bytes(row, 1), "every row has a name"),
                Sql.number(row, 2),
                Sql.number(row, 3),
                Sql.number(row, 4),
                Sql.number(row, 5),
                Sql.numberOrNull(row, 6),
                Sql.bytes(row, 7),
                Sql.bytes(row, 8));
    }

    static @Nullable CheckpointRow readNext(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return kind == END
                ? null
                : new CheckpointRow(
                        kind,
                        Objects.requireNonNull(readBytes(in), "every row has a name"),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readBoolean() ? in.readLong() : null,
                        readBytes(in),
                        readBytes(in));
    }

    static void writeEnd(DataOutputStream out) throws IOException {
        out.writeByte(END);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind);
        writeBytes(name, out);
        out.writeLong(a);
        out.writeLong(b);
        out.writeLong(c);
        out.writeLong(d);
        out.writeBoolean(deletedAt != null);
        if (deletedAt != null) {
            out.writeLong(deletedAt);
        }
        writeBytes(routing, out);
        writeBytes(content, out);
    }

    private static void writeBytes(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }

    /** Puts the row into an empty database; cold. {@code keys} maps the shards' keys of then to those of now. */
    Mono<Void> insert(Connection connection, Map<Long, Long> keys) {
        return switch (kind) {
            case ENTRY ->
                Sql.run(
                        connection,
                        "INSERT INTO optimist_catalog (key, value) VALUES ($1, $2)",
                        ByteBuffer.wrap(name),
                        ByteBuffer.wrap(Objects.requireNonNull(content)));
            case SHARD ->
                Sql.rows(
                                connection,
                                "INSERT INTO optimist_shards (index_uuid, number, primary_term, next_seq_no, documents,"
                                        + " tombstones) VALUES ($1, $2, $3, $4, 0, 0) RETURNING shard",
                                row -> Sql.number(row, 0),
                                new String(name, StandardCharsets.UTF_8),
                                b,
                                c,
                                d)
                        .single()
                        .doOnNext(key -> keys.put(a, key))
                        .then();
            case RECEIPT ->
                ReceiptTable.put(
                                connection,
                                List.of(new Receipt(
                                        new String(name, StandardCharsets.UTF_8),
                                        a,
                                        b,
                                        c,
                                        d,
                                        Objects.requireNonNull(content))))
                        .then();
            default -> insertDocument(connection, Objects.requireNonNull(keys.get(a), "its shard comes first"));
        };
    }

    private Mono<Void> insertDocument(Connection connection, long shard) {
        Statement statement = connection
                .createStatement("INSERT INTO optimist_documents (shard, id, seq_no, primary_term, version, deleted_at,"
                        + " routing, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
                .bind(0, shard)
                .bind(1, ByteBuffer.wrap(name))
                .bind(2, b)
                .bind(3, c)
                .bind(4, d);
        bind(statement, 5, deletedAt, Long.class);
        bind(statement, 6, routing == null ? null : ByteBuffer.wrap(routing), ByteBuffer.class);
        bind(statement, 7, content == null ? null : ByteBuffer.wrap(content), ByteBuffer.class);
        return Flux.from(statement.execute())
                .concatMap(result -> result.getRowsUpdated())
                .then();
    }

    private static <T> void bind(Statement statement, int position, @Nullable T value, Class<T> type) {
        if (value == null) {
            statement.bindNull(position, type);
        } else {
            statement.bind(position, value);
        }
    }
}
