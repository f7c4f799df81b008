package dev.optimist.http.server;

import java.util.List;

/**
 * Bytes that somebody sends, and what must come back for them.
 *
 * @param bytes one char a byte
 * @param statuses of the answers until the server closes the connection, none where it closes it without a word
 */
record OddRequest(String name, String bytes, List<Integer> statuses) {
    static final String HOST = "Host: localhost\r\n";

    /** Would leave a document behind if it were taken for a request. */
    static final String HIDDEN =
            "PUT /hidden/_doc/1 HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    /** A server that goes on reading answers this, and ends the connection. */
    static final String LAST = "GET /_cluster/health HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";

    static final String JSON = "Content-Type: application/json\r\n";
    static final String PUT = "PUT /wire/_doc/1 HTTP/1.1\r\n" + HOST + JSON;
    static final String GET = "GET / HTTP/1.1\r\n" + HOST;
    static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    /** 400, and nothing behind it on this connection is looked at. */
    static OddRequest refused(String name, String bytes) {
        return ends(name, 400, bytes);
    }

    /** An answer that ends the connection. */
    static OddRequest ends(String name, int status, String bytes) {
        return new OddRequest(name, bytes + HIDDEN + LAST, List.of(status));
    }

    /** An answer after which the connection goes on where the request ended. */
    static OddRequest answered(String name, int status, String bytes) {
        return new OddRequest(name, bytes + LAST, List.of(status, 200));
    }

    /** Something that never becomes a request: the connection ends, by the client or in time. */
    static OddRequest cutOff(String name, String bytes) {
        return new OddRequest(name, bytes, List.of());
    }

    @Override
    public String toString() {
        return name;
    }
}
