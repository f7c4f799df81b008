package dev.optimist.core.update;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The merge of a partial document whose values are no objects, done on the bytes: what the document does not change is copied
 * as it stands. Takes only bytes that are as a generator writes them (no blanks, escapes, fractions or exponents), so
 * that the result is what a merge of maps would write; leaves everything else to that.
 */
final class PlainMerge {
    private static final int CHANGES_MAX = 16;

    private final PlainBytes source;
    private final PlainBytes doc;

    /** For each change where its name begins and ends in {@code doc}, and its value. */
    private final int[] changes = new int[4 * CHANGES_MAX];

    private int count;
    private int merged;

    private PlainMerge(byte[] source, byte[] doc) {
        this.source = new PlainBytes(source);
        this.doc = new PlainBytes(doc);
    }

    /**
     * Merges one object into another, both validated before.
     *
     * @return the merged object, {@code source} itself where nothing changes, null where either is not plain
     */
    static byte @Nullable [] merge(byte[] source, byte[] doc) {
        PlainMerge merge = new PlainMerge(source, doc);
        return merge.readsChanges() ? merge.write() : null;
    }

    private boolean readsChanges() {
        int at = 1;
        while (doc.isMemberAt(at)) {
            int name = doc.endOfText(at);
            int end = doc.endOfScalar(name + 1);
            if (end < 0 || count == CHANGES_MAX || find(doc, at, name) >= 0) {
                return false;
            }
            int change = 4 * count++;
            changes[change] = at;
            changes[change + 1] = name;
            changes[change + 2] = name + 1;
            changes[change + 3] = end;
            at = doc.next(end);
        }
        return count > 0 && doc.endsAt(at);
    }

    private byte @Nullable [] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.length() + doc.length());
        boolean changed = false;
        int at = 1;
        int copied = 0;
        while (source.isMemberAt(at)) {
            int name = source.endOfText(at);
            int end = source.endOfValue(name + 1);
            if (end < 0) {
                return null;
            }
            int change = find(source, at, name);
            if (change >= 0) {
                merged |= 1 << change;
                if (!isSame(change, name + 1, end)) {
                    changed = true;
                    source.copy(copied, name + 1, out);
                    copyValue(change, out);
                    copied = end;
                }
            }
            at = source.next(end);
        }
        if (!source.endsAt(at)) {
            return null;
        }
        source.copy(copied, at, out);
        changed |= append(out, /* first= */ at == 1);
        return changed ? out.toByteArray() : source.bytes();
    }

    /** Appends what the source does not have, and its end. */
    private boolean append(ByteArrayOutputStream out, boolean first) {
        boolean appended = false;
        for (int change = 0; change < count; change++) {
            if ((merged & (1 << change)) == 0) {
                if (!first || appended) {
                    out.write(',');
                }
                doc.copy(changes[4 * change], changes[4 * change + 1], out);
                out.write(':');
                copyValue(change, out);
                appended = true;
            }
        }
        out.write('}');
        return appended;
    }

    private void copyValue(int change, ByteArrayOutputStream out) {
        doc.copy(changes[4 * change + 2], changes[4 * change + 3], out);
    }

    /** Returns which change has this name, -1 for none. */
    private int find(PlainBytes named, int from, int to) {
        for (int change = 0; change < count; change++) {
            if (isEqual(named, from, to, changes[4 * change], changes[4 * change + 1])) {
                return change;
            }
        }
        return -1;
    }

    private boolean isSame(int change, int from, int to) {
        return isEqual(source, from, to, changes[4 * change + 2], changes[4 * change + 3]);
    }

    private boolean isEqual(PlainBytes other, int from, int to, int docFrom, int docTo) {
        return Arrays.equals(other.bytes(), from, to, doc.bytes(), docFrom, docTo);
    }
}
