package dev.optimist.http.json;

import dev.optimist.http.json.BulkAction.Kind;
import dev.optimist.http.route.VersionType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bulk entries as bytes, for a file that nobody else reads. */
public final class BulkEntryCodec {
    private static final int ABSENT = -1;

    private final ContentType type;
    private final ApiVersion version;

    /** Makes a codec for entries of one request, whose updates are in this format. */
    public BulkEntryCodec(ContentType type, ApiVersion version) {
        this.type = type;
        this.version = version;
    }

    /** Writes one entry. */
    public void write(BulkEntry entry, DataOutputStream output) throws IOException {
        BulkAction action = entry.action();
        output.writeBoolean(/* another follows */ true);
        output.writeUTF(action.kind().name());
        writeText(action.index(), output);
        writeText(action.type(), output);
        writeText(action.id(), output);
        writeText(action.routing(), output);
        writeText(action.pipeline(), output);
        output.writeLong(action.version());
        output.writeUTF(action.versionType().name());
        output.writeLong(action.ifSeqNo());
        output.writeLong(action.ifPrimaryTerm());
        output.writeInt(action.retryOnConflict());
        writeFilter(action.source(), output);
        output.writeBoolean(action.requireAlias());
        output.writeBoolean(action.listExecutedPipelines());
        output.writeBoolean(action.sourceOnConflict());
        writeBytes(entry.source(), output);
    }

    /** Reads one entry; null at the end. */
    public @Nullable BulkEntry read(DataInputStream input) throws IOException {
        if (input.read() < 0) {
            return null;
        }
        BulkAction action = readAction(input);
        byte[] source = readBytes(input, input.readInt());
        UpdateBody update = action.kind() == Kind.UPDATE ? UpdateBody.parse(source, type, version) : null;
        return new BulkEntry(action, source, update);
    }

    private static BulkAction readAction(DataInputStream input) throws IOException {
        return new BulkAction(
                Kind.valueOf(input.readUTF()),
                readText(input),
                String.valueOf(readText(input)),
                readText(input),
                readText(input),
                readText(input),
                input.readLong(),
                VersionType.valueOf(input.readUTF()),
                input.readLong(),
                input.readLong(),
                input.readInt(),
                readFilter(input),
                input.readBoolean(),
                input.readBoolean(),
                input.readBoolean());
    }

    private static void writeFilter(@Nullable SourceFilter filter, DataOutputStream output) throws IOException {
        output.writeBoolean(filter != null);
        if (filter != null) {
            output.writeBoolean(filter.fetch());
            writeTexts(filter.includes(), output);
            writeTexts(filter.excludes(), output);
        }
    }

    private static @Nullable SourceFilter readFilter(DataInputStream input) throws IOException {
        return input.readBoolean() ? new SourceFilter(input.readBoolean(), readTexts(input), readTexts(input)) : null;
    }

    private static void writeTexts(List<String> texts, DataOutputStream output) throws IOException {
        output.writeInt(texts.size());
        for (String text : texts) {
            writeText(text, output);
        }
    }

    private static List<String> readTexts(DataInputStream input) throws IOException {
        int size = input.readInt();
        List<String> texts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            texts.add(String.valueOf(readText(input)));
        }
        return texts;
    }

    private static void writeText(@Nullable String text, DataOutputStream output) throws IOException {
        if (text == null) {
            output.writeInt(ABSENT);
        } else {
            writeBytes(text.getBytes(StandardCharsets.UTF_8), output);
        }
    }

    private static @Nullable String readText(DataInputStream input) throws IOException {
        int length = input.readInt();
        return length == ABSENT ? null : new String(readBytes(input, length), StandardCharsets.UTF_8);
    }

    private static void writeBytes(byte[] bytes, DataOutputStream output) throws IOException {
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    private static byte[] readBytes(DataInputStream input, int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("an entry is cut off");
        }
        return bytes;
    }
}
