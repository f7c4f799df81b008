package dev.optimist.http.json;

/** The version of Elasticsearch's API that an answer is given in. */
public enum ApiVersion {
    V6(6),
    V7(7),
    /** Version 8 for a client that asked for {@code compatible-with=7}: as 8, with mapping types. */
    V8_AS_7(8),
    V8(8),
    V9(9);

    private final int major;

    ApiVersion(int major) {
        this.major = major;
    }

    /** Returns the major version of the server that the answer looks like. */
    public int major() {
        return major;
    }

    /** Returns whether mapping types are part of the API. */
    public boolean hasTypes() {
        return this == V8_AS_7 || legacy();
    }

    /** Returns whether answers look as those of a server before 8. */
    public boolean legacy() {
        return major < 8;
    }
}
