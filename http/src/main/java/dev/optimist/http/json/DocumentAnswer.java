package dev.optimist.http.json;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteResult;
import org.jspecify.annotations.Nullable;

/** Writes the answers of the document API. */
public final class DocumentAnswer {
    private DocumentAnswer() {}

    /**
     * Writes what a write answers.
     *
     * @param type the mapping type to show in versions that have types
     * @param forcedRefresh whether the answer says so
     * @param get which part of the source an update shows, or null for no {@code get}
     */
    public static byte[] write(
            Output output, WriteResult result, String type, boolean forcedRefresh, @Nullable SourceFilter get) {
        return new byte[0];
    }

    /** Writes what a read answers, found or not. */
    public static byte[] get(Output output, GetResult result, String type, SourceFilter filter) {
        return new byte[0];
    }

    /** Writes a source alone. */
    public static byte[] source(Output output, Source source, SourceFilter filter) {
        return source.bytes();
    }

    static boolean found(GetResult result) {
        return result.state() instanceof Document;
    }
}
