package dev.optimist.load.bench;

/** One kind of work that is measured; {@code bench.lua} holds its requests under {@link #key}. */
public enum Row {
    GET("get", "GET, random documents"),
    CONFLICT("conflict", "409 on a stale condition"),
    PUT_RANDOM("put-random", "durable PUT, random documents"),
    PUT_HOT("put-hot", "durable PUT, one hot document"),
    CHAIN("chain", "conditional PUT chain, each client its own document"),
    UPDATE_RANDOM("update-random", "`_update` with doc, random documents"),
    UPDATE_HOT("update-hot", "`_update` with doc, one hot document, `retry_on_conflict=5`"),
    UPDATE_HOT_256("update-hot-256", "the same", 256, 1),
    SCRIPT_HOT("script-hot", "`_update` with counter script, one hot document, `retry_on_conflict=5`"),
    SCRIPT_HOT_256("script-hot-256", "the same", 256, 1),
    BULK("bulk", "`_bulk`, 1,000 documents of 1 KB a request", 16, 1_000);

    /** What {@code bench.lua} makes the documents of a bulk request of. */
    static final int BULK_DOCUMENT_BYTES = 1024;

    private static final int AS_PLANNED = 0;

    private final String key;
    private final String title;
    private final int connections;
    private final int documentsPerRequest;

    Row(String key, String title) {
        this(key, title, AS_PLANNED, 1);
    }

    Row(String key, String title, int connections, int documentsPerRequest) {
        this.key = key;
        this.title = title;
        this.connections = connections;
        this.documentsPerRequest = documentsPerRequest;
    }

    String key() {
        return key;
    }

    String title() {
        return title;
    }

    /** Returns how many connections this work has: as planned, unless it is about a number of them. */
    int connections(int planned) {
        return connections == AS_PLANNED ? planned : connections;
    }

    int documentsPerRequest() {
        return documentsPerRequest;
    }

    /** Returns whether this work is answered once it is on the medium. */
    boolean durable() {
        return this != GET && this != CONFLICT;
    }

    /** Returns the requests that did what the row is about: a refusal is what {@link #CONFLICT} is about. */
    public double successesPerSecond(WrkResult result) {
        return (this == CONFLICT ? result.refused() : result.requests() - result.refused()) / result.seconds();
    }

    @Override
    public String toString() {
        return key;
    }
}
