package dev.optimist.http.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Client;
import dev.optimist.core.history.DocumentKey;
import dev.optimist.core.history.Invocation;
import dev.optimist.core.history.Workload;
import dev.optimist.http.history.Connection.Reply;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client that speaks HTTP over one connection. For one thread. */
final class HttpClient implements Client, Closeable {
    private static final int RETRY_ON_CONFLICT = 3;

    /** Tombstones live longer than any test, for a history must not outlive them. */
    private static final String INDEX_SETTINGS =
            "{\"settings\":{\"number_of_shards\":" + Workload.SHARDS + ",\"index\":{\"gc_deletes\":\"2h\"}}}";

    /** What is sent for an operation. */
    private record Message(String method, String target, String body) {}

    private final int port;
    private @Nullable Connection connection;

    HttpClient(int port) {
        this.port = port;
    }

    /** Makes the workload's index on a new server. */
    void createIndex() throws IOException {
        Reply reply = connection().exchange("PUT", "/" + Workload.INDEX, INDEX_SETTINGS);
        if (reply.status() != 200) {
            throw new IOException("no index: " + reply);
        }
    }

    Reply read(DocumentKey document) throws IOException {
        return connection().exchange("GET", target("_doc", document), "");
    }

    /** Updates a document, merging the nonce and more fields, each as in JSON with a comma before it. */
    Answer update(Invocation invocation, int retryOnConflict, String fields) throws IOException {
        String target = target("_update", invocation.document()) + "?retry_on_conflict=" + retryOnConflict;
        return exchange(invocation, new Message("POST", target, "{\"doc\":{" + nonce(invocation) + fields + "}}"));
    }

    @Override
    public Answer execute(Invocation invocation) throws IOException {
        return exchange(invocation, message(invocation));
    }

    /** Sends a write and cuts the connection without waiting for the answer. */
    @Override
    public void abandon(Invocation invocation) throws IOException {
        Message message = message(invocation);
        Connection cut = connection();
        try {
            cut.send(message.method(), message.target(), message.body());
        } catch (IOException e) {
            // Some of it may have arrived: unknown all the same.
        } finally {
            close();
        }
    }

    private Answer exchange(Invocation invocation, Message message) throws IOException {
        Connection open = connection();
        try {
            Reply reply = open.exchange(message.method(), message.target(), message.body());
            return Replies.answer(invocation.kind(), reply);
        } catch (IOException e) {
            close();
            return new Unknown(e.toString());
        }
    }

    private static Message message(Invocation invocation) {
        DocumentKey document = invocation.document();
        String source = "{" + nonce(invocation) + "}";
        String conditional = target("_doc", document) + condition(invocation.base());
        return switch (invocation.kind()) {
            case GET -> new Message("GET", target("_doc", document), "");
            case INDEX -> new Message("PUT", conditional, source);
            case CREATE -> new Message("PUT", target("_create", document), source);
            case DELETE -> new Message("DELETE", conditional, "");
            case UPDATE ->
                new Message(
                        "POST",
                        target("_update", document) + "?retry_on_conflict=" + RETRY_ON_CONFLICT,
                        "{\"doc\":" + source + "}");
        };
    }

    private static String nonce(Invocation invocation) {
        return "\"" + Replies.NONCE + "\":\"" + invocation.nonce() + "\"";
    }

    private static String target(String endpoint, DocumentKey document) {
        return "/" + document.index() + "/" + endpoint + "/" + document.id();
    }

    private static String condition(@Nullable Revision base) {
        return base == null ? "" : "?if_seq_no=%d&if_primary_term=%d".formatted(base.seqNo(), base.primaryTerm());
    }

    private Connection connection() throws IOException {
        if (connection == null) {
            connection = new Connection(port);
        }
        return connection;
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
