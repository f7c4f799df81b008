package dev.optimist.http.json;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.BulkAction.Kind;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a bulk request as it arrives, part by part: split into lines, action lines and updates read at once, so
 * that a request that cannot be carried out is known before any of it is.
 *
 * <p>Throws a RequestException with Elasticsearch's text for what refuses the request as a whole. Holds no more than the
 * line that is under way. Not thread-safe.
 */
public final class BulkBody {
    private static final byte[] EMPTY = new byte[0];
    private static final int ACTION_BYTES_MAX = 1 << 20;
    private static final byte SMILE_SEPARATOR = (byte) 0xFF;

    private final BulkActionReader actions;
    private final ContentType type;
    private final ApiVersion version;
    private final byte separator;

    /** The beginning of a line whose end has not come yet. */
    private byte[] begun = EMPTY;

    private int begunBytes;
    private int line;
    private boolean any;
    private @Nullable BulkAction action;

    /** Makes an empty body; throws where the format has no form for many documents. */
    public BulkBody(BulkAction.Defaults defaults, ContentType type, ApiVersion version) {
        if (type == ContentType.CBOR || type == ContentType.YAML) {
            throw RequestException.of(ErrorKind.X_CONTENT_PARSE, type.shortName() + " does not support bulk parsing");
        }
        this.actions = new BulkActionReader(defaults, type, version);
        this.type = type;
        this.version = version;
        this.separator = type == ContentType.SMILE ? SMILE_SEPARATOR : (byte) '\n';
    }

    /** Takes the next part; hands on each entry that is complete. Keeps nothing of the array. */
    public void read(byte[] part, Consumer<BulkEntry> entries) {
        any |= part.length > 0;
        int start = 0;
        int end = ByteSearch.indexOf(part, start, separator);
        while (end >= 0) {
            endLine(part, start, end, entries);
            start = end + 1;
            end = ByteSearch.indexOf(part, start, separator);
        }
        if (start < part.length) {
            begin(part, start);
        }
    }

    /** Takes the end. */
    public void end() {
        if (!any) {
            throw RequestException.of(ErrorKind.PARSE, "request body is required");
        }
        if (begunBytes > 0) {
            throw RequestException.illegalArgument("The bulk request must be terminated by a newline [\\n]");
        }
    }

    /** Returns whether a line has named a mapping type. */
    public boolean typed() {
        return actions.typed();
    }

    /** Returns whether a line held more than one action, of which the first counts. */
    public boolean unclosed() {
        return actions.unclosed();
    }

    private void begin(byte[] part, int start) {
        int more = part.length - start;
        if (action == null && more > ACTION_BYTES_MAX - begunBytes) {
            throw RequestException.illegalArgument(
                    "Action/metadata line [" + (line + 1) + "] is longer than [" + ACTION_BYTES_MAX + "] bytes");
        }
        if (begunBytes + more > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(begunBytes + more, begunBytes + begunBytes / 2));
        }
        System.arraycopy(part, start, begun, begunBytes, more);
        begunBytes += more;
    }

    private void endLine(byte[] part, int start, int end, Consumer<BulkEntry> entries) {
        line++;
        if (begunBytes == 0) {
            readLine(part, start, end, entries);
            return;
        }
        byte[] whole = Arrays.copyOf(begun, begunBytes + end - start);
        System.arraycopy(part, start, whole, begunBytes, end - start);
        begun = EMPTY;
        begunBytes = 0;
        readLine(whole, 0, whole.length, entries);
    }

    private void readLine(byte[] bytes, int start, int end, Consumer<BulkEntry> entries) {
        BulkAction current = action;
        if (current == null) {
            readAction(bytes, start, end, entries);
            return;
        }
        action = null;
        if (current.kind() != Kind.UNKNOWN) {
            byte[] source = Arrays.copyOfRange(bytes, start, withoutReturn(bytes, start, end));
            UpdateBody update = current.kind() == Kind.UPDATE ? UpdateBody.parse(source, type, version) : null;
            entries.accept(new BulkEntry(current, source, update));
        }
    }

    private void readAction(byte[] bytes, int start, int end, Consumer<BulkEntry> entries) {
        BulkAction read = actions.read(bytes, start, end - start, line);
        if (read != null && read.kind() == Kind.DELETE) {
            entries.accept(new BulkEntry(read, EMPTY, null));
        } else {
            action = read;
        }
    }

    private int withoutReturn(byte[] bytes, int start, int end) {
        return type != ContentType.SMILE && end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    }
}
