package dev.optimist.http.json;

/** The major version of Elasticsearch's API that an answer is given in. */
public enum ApiVersion {
    V6(6),
    V7(7),
    V8(8);

    private final int major;

    ApiVersion(int major) {
        this.major = major;
    }

    public int major() {
        return major;
    }

    /** Returns whether mapping types are part of the API. */
    public boolean hasTypes() {
        return this != V8;
    }
}
