package dev.optimist.load.journal;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The file that a simulation writes its history to, a line for each operation; nowhere where the system property {@code
 * history} names none. Every operation on the index must go through it.
 *
 * <p>A request carries its nonce, {@code #{op}}, in the field {@code op} of its source. While a request is journaled, the session
 * has what {@link Entry} reads of its answer.
 */
public final class Journal {
    private static final long UNTOLD = -1;

    private final Optional<BufferedWriter> file;
    private final String index;
    private final AtomicLong nonces = new AtomicLong();

    private Journal(Optional<BufferedWriter> file, String index) {
        this.file = file;
        this.index = index;
    }

    /** Opens the file that the system property {@code history} names, anew. */
    public static Journal ofSystemProperty(String index) {
        try {
            String path = System.getProperty("history");
            return new Journal(
                    path == null ? Optional.empty() : Optional.of(Files.newBufferedWriter(Path.of(path))), index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request with the nonce {@code #{op}} about the document {@code #{id}}. */
    public ChainBuilder recorded(Kind kind, HttpRequestActionBuilder request) {
        return exec(
                exec(this::begun),
                request.check(
                        jmesPath("_version").ofLong().withDefault(UNTOLD).saveAs("version"),
                        jmesPath("_seq_no").ofLong().withDefault(UNTOLD).saveAs("seqNo"),
                        jmesPath("_primary_term").ofLong().withDefault(UNTOLD).saveAs("primaryTerm"),
                        jmesPath("_source.op").withDefault("").saveAs("nonce"),
                        jmesPath("result").withDefault("").saveAs("result"),
                        jmesPath("error.type").withDefault("").saveAs("errorType"),
                        jmesPath("error.reason").withDefault("").saveAs("reason")),
                exec(session -> ended(kind, session)));
    }

    private Session begun(Session session) {
        return session.removeAll("status", "version", "seqNo", "primaryTerm")
                .set("op", "n" + nonces.incrementAndGet())
                .set("start", System.nanoTime());
    }

    private Session ended(Kind kind, Session session) {
        file.ifPresent(writer -> write(writer, new Entry(kind, index, session, System.nanoTime()).line()));
        return session;
    }

    private static void write(BufferedWriter writer, String line) {
        synchronized (writer) {
            try {
                writer.write(line);
                writer.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends the file. */
    public void close() {
        file.ifPresent(writer -> {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
