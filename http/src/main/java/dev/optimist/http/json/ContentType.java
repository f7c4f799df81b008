package dev.optimist.http.json;

/** The formats of bodies and answers. */
public enum ContentType {
    JSON("application/json"),
    NDJSON("application/x-ndjson"),
    CBOR("application/cbor"),
    SMILE("application/smile"),
    YAML("application/yaml");

    private final String mediaType;

    ContentType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Returns the plain media type, without parameters. */
    public String mediaType() {
        return mediaType;
    }
}
