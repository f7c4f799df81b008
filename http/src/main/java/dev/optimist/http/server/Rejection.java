package dev.optimist.http.server;

import java.util.Locale;

/** Why a connection or a request was turned away before anybody looked at what it wants. */
public enum Rejection {
    /** As many connections are open as may be. */
    CONNECTIONS,
    /** As many requests wait on one connection as may. */
    PIPELINED,
    /** As many requests are under way as may be. */
    REQUESTS,
    /** Requests and answers under way take as much memory as they may. */
    BYTES,
    /** One connection takes as much of it as it may. */
    CONNECTION_BYTES,
    /** The service is busy: the disk, scripts or searches have as much to do as they may. */
    SERVICE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns how meters name it. */
    public String wireName() {
        return wireName;
    }
}
