package dev.optimist.core.service;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.store.Receipt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt says of its request beside the revision: a fingerprint, and what its answer was made of.
 *
 * @param result its revision is the receipt's to know, and its state is absent unless the answer showed it
 */
record ReceiptFacts(String fingerprint, WriteResult result) {
    private static final int FORMAT = 1;

    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeByte(FORMAT);
        out.writeUTF(fingerprint);
        out.writeUTF(result.index());
        out.writeUTF(result.id());
        writeText(result.routing(), out);
        out.writeUTF(result.outcome().name());
        out.writeLong(result.version());
        out.writeInt(result.copies());
        out.writeInt(result.successful());
        if (result.state() instanceof Document document) {
            writeText(document.routing(), out);
            out.write(document.source().bytes());
        }
    }

    static ReceiptFacts read(Receipt receipt) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(receipt.facts()))) {
            if (in.readByte() != FORMAT) {
                throw new IllegalStateException("the receipt [" + receipt.key() + "] is of another format");
            }
            return new ReceiptFacts(in.readUTF(), readResult(receipt, in));
        } catch (IOException e) {
            throw new UncheckedIOException("the receipt [" + receipt.key() + "] is not whole", e);
        }
    }

    private static WriteResult readResult(Receipt receipt, DataInputStream in) throws IOException {
        String index = in.readUTF();
        String id = in.readUTF();
        String routing = readText(in);
        Outcome outcome = Outcome.valueOf(in.readUTF());
        long version = in.readLong();
        int copies = in.readInt();
        int successful = in.readInt();
        return new WriteResult(
                index,
                id,
                routing,
                outcome,
                version,
                receipt.seqNo(),
                receipt.primaryTerm(),
                copies,
                successful,
                readState(receipt, version, in));
    }

    private static DocumentState readState(Receipt receipt, long version, DataInputStream in) throws IOException {
        return in.available() == 0
                ? Absent.ABSENT
                : new Document(
                        version, receipt.seqNo(), receipt.primaryTerm(), readText(in), new Source(in.readAllBytes()));
    }

    private static void writeText(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
