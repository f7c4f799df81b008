package dev.optimist.http.json;

import dev.optimist.core.document.Revision;
import dev.optimist.http.json.BulkAction.Kind;
import dev.optimist.http.route.VersionType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the action lines that are sent most: one action with {@code _index}, {@code _id} or {@code routing}, each once at
 * most, as plain ASCII. Whatever else a line holds is a parser's work.
 */
final class PlainActionLine {
    private static final int TEXT_BYTES_MAX = 512; // no id or index may have more

    private final byte[] bytes;
    private final int end;
    private int position;
    private @Nullable String index;
    private @Nullable String id;
    private @Nullable String routing;

    private PlainActionLine(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Reads a line; null where it is not plain, which says nothing about whether it is well formed. */
    static @Nullable BulkAction read(byte[] bytes, int offset, int length, BulkAction.Defaults defaults) {
        return new PlainActionLine(bytes, offset, offset + length).read(defaults);
    }

    private @Nullable BulkAction read(BulkAction.Defaults defaults) {
        String name = take('{') ? text() : null;
        Kind kind = name == null ? Kind.UNKNOWN : Kind.named(name);
        if (kind == Kind.UNKNOWN || !take(':') || !take('{') || !keys() || !take('}') || !atEnd()) {
            return null;
        }
        return new BulkAction(
                kind,
                index == null ? defaults.index() : index,
                defaults.type(),
                id,
                routing == null ? defaults.routing() : routing,
                defaults.pipeline(),
                BulkAction.ANY_VERSION,
                VersionType.INTERNAL,
                Revision.UNASSIGNED_SEQ_NO,
                Revision.UNASSIGNED_PRIMARY_TERM,
                /* retryOnConflict= */ 0,
                defaults.source(),
                defaults.requireAlias(),
                defaults.listExecutedPipelines(),
                defaults.sourceOnConflict());
    }

    /** Reads the keys and the brace behind them. */
    private boolean keys() {
        if (take('}')) {
            return true;
        }
        do {
            if (!key()) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    private boolean key() {
        String name = text();
        String value = name != null && take(':') ? text() : null;
        if (name == null || value == null) {
            return false;
        }
        switch (name) {
            case "_index" -> {
                boolean first = index == null;
                index = value;
                return first;
            }
            case "_id" -> {
                boolean first = id == null;
                id = value;
                return first;
            }
            case "routing" -> {
                boolean first = routing == null;
                routing = value;
                return first;
            }
            default -> {
                return false;
            }
        }
    }

    private @Nullable String text() {
        if (!take('"')) {
            return null;
        }
        int start = position;
        while (position < end && isPlain(bytes[position])) {
            position++;
        }
        int stop = position;
        boolean whole = stop - start <= TEXT_BYTES_MAX && stop < end && bytes[stop] == '"';
        position++;
        return whole ? new String(bytes, start, stop - start, StandardCharsets.ISO_8859_1) : null;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    /** Passes over blanks and this character, if it is the next. */
    private boolean take(char wanted) {
        skipBlanks();
        if (position < end && bytes[position] == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        skipBlanks();
        return position == end;
    }

    private void skipBlanks() {
        while (position < end && (bytes[position] == ' ' || bytes[position] == '\t' || bytes[position] == '\r')) {
            position++;
        }
    }
}
