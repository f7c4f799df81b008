package dev.optimist.http.server;

/** How many bytes the requests of one connection hold; belongs to its event loop. */
final class ConnectionBytes {
    private final long bytesMax;
    private long held;

    ConnectionBytes(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    boolean hasRoom(long more) {
        return held + more <= bytesMax;
    }

    void count(long more) {
        held += more;
    }

    void give(long back) {
        held -= back;
    }
}
