package dev.optimist.http.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /** Returns the name that the parameter {@code format} knows. */
    String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of this name, in whichever case, or null. */
    public static @Nullable ContentType named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "json" -> JSON;
            case "cbor" -> CBOR;
            case "smile" -> SMILE;
            case "yaml" -> YAML;
            default -> null;
        };
    }
}
