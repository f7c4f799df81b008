package dev.optimist.load.bench;

/** One kind of work that is measured; {@code bench.lua} holds its requests under {@link #key}. */
public enum Row {
    GET("get", "GET, random documents"),
    CONFLICT("conflict", "409 on a stale condition"),
    PUT_RANDOM("put-random", "durable PUT, random documents"),
    PUT_HOT("put-hot", "durable PUT, one hot document"),
    UPDATE_RANDOM("update-random", "`_update` with doc, random documents"),
    UPDATE_HOT("update-hot", "`_update` with doc, one hot document, retry_on_conflict=5");

    private final String key;
    private final String title;

    Row(String key, String title) {
        this.key = key;
        this.title = title;
    }

    String key() {
        return key;
    }

    String title() {
        return title;
    }

    /** Returns the requests that did what the row is about: a refusal is what {@link #CONFLICT} is about. */
    double successesPerSecond(WrkResult result) {
        return (this == CONFLICT ? result.refused() : result.requests() - result.refused()) / result.seconds();
    }

    @Override
    public String toString() {
        return key;
    }
}
