package dev.optimist.core.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The {@code _source} of a document: one JSON object in UTF-8, kept byte for byte as it came in.
 *
 * <p>The array is shared, not copied: whoever hands it in or takes it out must not change it.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Source(byte[] bytes) {
    /** Makes a source of JSON text. */
    public static Source of(String json) {
        return new Source(json.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Source source && Arrays.equals(bytes, source.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
