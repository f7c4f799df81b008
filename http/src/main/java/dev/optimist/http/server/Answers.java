package dev.optimist.http.server;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** What handlers of a connection must know of the answers that pass them. */
final class Answers {
    private Answers() {}

    /** Returns whether an answer is complete with this: an interim one (100 Continue) is none yet. */
    static boolean ends(Object message) {
        return message instanceof LastHttpContent
                && !(message instanceof FullHttpResponse answer
                        && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    }
}
