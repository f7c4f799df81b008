package dev.optimist.core.store;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.error.StoreFailedException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one file of an {@link InMemoryStore}'s checkpoint: openings, catalog, receipts, then each shard with its states. */
final class InMemoryCheckpoint {
    private static final String FILE = "store";

    private InMemoryCheckpoint() {}

    static void write(InMemoryData data, Path folder) {
        try {
            Files.createDirectory(folder);
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve(FILE)))) {
                write(data, out);
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot write a checkpoint to [" + folder + "]: " + e, e);
        }
    }

    static InMemoryData read(Path folder, long nowMillis) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(folder.resolve(FILE)))) {
            return read(in, nowMillis);
        } catch (IOException e) {
            throw new StoreFailedException("cannot read the checkpoint in [" + folder + "]: " + e, e);
        }
    }

    private static void write(InMemoryData data, DataOutputStream out) throws IOException {
        out.writeLong(data.openings());
        List<CatalogEntry> catalog = data.catalog();
        out.writeInt(catalog.size());
        for (CatalogEntry entry : catalog) {
            out.writeUTF(entry.key());
            writeBytes(entry.value(), out);
        }
        List<Receipt> receipts = data.receipts().all();
        out.writeInt(receipts.size());
        for (Receipt receipt : receipts) {
            write(receipt, out);
        }
        out.writeInt(data.shards().size());
        for (var shard : data.shards().entrySet()) {
            write(shard.getKey(), shard.getValue(), out);
        }
    }

    private static InMemoryData read(DataInputStream in, long nowMillis) throws IOException {
        InMemoryData data = new InMemoryData(TermEpoch.firstOpening(in.readLong(), nowMillis));
        for (int left = in.readInt(); left > 0; left--) {
            data.putCatalogEntry(new CatalogEntry(in.readUTF(), readBytes(in)));
        }
        for (int left = in.readInt(); left > 0; left--) {
            data.receipts().put(readReceipt(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            ShardId id = new ShardId(in.readUTF(), in.readInt());
            data.shards().put(id, readShard(in));
        }
        return data;
    }

    private static void write(ShardId id, InMemoryShardData shard, DataOutputStream out) throws IOException {
        out.writeUTF(id.indexUuid());
        out.writeInt(id.number());
        out.writeLong(shard.firstOpening());
        out.writeLong(shard.nextSeqNo());
        List<StoredDocument> documents = shard.from(0);
        out.writeInt(documents.size());
        for (StoredDocument document : documents) {
            out.writeUTF(document.id());
            write(document.state(), out);
        }
    }

    private static InMemoryShardData readShard(DataInputStream in) throws IOException {
        InMemoryShardData shard = new InMemoryShardData(in.readLong(), in.readLong());
        for (int left = in.readInt(); left > 0; left--) {
            shard.restore(in.readUTF(), readState(in));
        }
        return shard;
    }

    private static void write(DocumentState state, DataOutputStream out) throws IOException {
        out.writeLong(state.version());
        out.writeLong(state.seqNo());
        out.writeLong(state.primaryTerm());
        out.writeBoolean(state.live());
        if (state instanceof Tombstone tombstone) {
            out.writeLong(tombstone.deletedAtMillis());
        } else if (state instanceof Document document) {
            writeRouting(document.routing(), out);
            writeBytes(document.source().bytes(), out);
        }
    }

    private static DocumentState readState(DataInputStream in) throws IOException {
        long version = in.readLong();
        long seqNo = in.readLong();
        long primaryTerm = in.readLong();
        return in.readBoolean()
                ? new Document(version, seqNo, primaryTerm, readRouting(in), new Source(readBytes(in)))
                : new Tombstone(version, seqNo, primaryTerm, in.readLong());
    }

    private static void write(Receipt receipt, DataOutputStream out) throws IOException {
        out.writeUTF(receipt.key());
        out.writeLong(receipt.madeAtMillis());
        out.writeLong(receipt.keptUntilMillis());
        out.writeLong(receipt.seqNo());
        out.writeLong(receipt.primaryTerm());
        writeBytes(receipt.facts(), out);
    }

    private static Receipt readReceipt(DataInputStream in) throws IOException {
        return new Receipt(in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), readBytes(in));
    }

    private static void writeRouting(@Nullable String routing, DataOutputStream out) throws IOException {
        out.writeBoolean(routing != null);
        if (routing != null) {
            out.writeUTF(routing);
        }
    }

    private static @Nullable String readRouting(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
