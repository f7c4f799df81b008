package dev.optimist.http.json;

import org.jspecify.annotations.Nullable;

/** The documents of an {@code _mget} in compact JSON, one after the other. Not thread-safe. */
public final class MultiGetAnswer {
    private boolean any;

    /** Returns a document as it stands behind those before it. */
    public byte[] next(byte[] document) {
        if (!any) {
            any = true;
            return document;
        }
        return new AnswerBuffer(document.length + 1).raw(",").raw(document).toBytes();
    }

    /**
     * Writes a document that could not be read.
     *
     * @param error the object that says why
     */
    public static byte[] failed(ApiVersion version, MultiGetBody.Item item, byte[] error) {
        AnswerBuffer buffer = new AnswerBuffer(error.length + 128).raw("{\"_index\":");
        buffer.string(String.valueOf(item.index()));
        if (version.hasTypes()) {
            String type = item.type() == null && version == ApiVersion.V8_AS_7 ? "_doc" : item.type();
            appendType(buffer.raw(",\"_type\":"), type);
        }
        buffer.raw(",\"_id\":").string(String.valueOf(item.id()));
        return buffer.raw(",\"error\":").raw(error).raw("}").toBytes();
    }

    private static void appendType(AnswerBuffer buffer, @Nullable String type) {
        if (type == null) {
            buffer.raw("null");
        } else {
            buffer.string(type);
        }
    }
}
