package dev.optimist.http.server;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** The headers of a request whose body has arrived already, and that body: of all of a request they alone are handed on. */
final class CollectedHeaders extends DefaultHttpHeaders {
    private final byte[] body;

    /** Takes over headers that have been validated. */
    CollectedHeaders(HttpHeaders received, byte[] body) {
        super(name -> {}, value -> {});
        this.body = body;
        add(received);
    }

    byte[] body() {
        return body;
    }
}
