package dev.optimist.http.json;

import dev.optimist.core.document.EntityTags;
import dev.optimist.core.document.Revision;
import dev.optimist.core.error.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code ETag} of a document: its sequence number and primary term, as {@code "5-1"}. */
public final class EntityTag {
    /** One tag of a list and the comma behind it (RFC 9110, 8.8.3); elements of a list may be empty. */
    private static final Pattern ELEMENT =
            Pattern.compile("[ \\t,]*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*(?:,[ \\t,]*|$)");

    private static final Pattern REVISION = Pattern.compile("(0|[1-9][0-9]{0,17})-([1-9][0-9]{0,17})");

    private EntityTag() {}

    public static String of(long seqNo, long primaryTerm) {
        return "\"" + seqNo + '-' + primaryTerm + '"';
    }

    /** How tags of a list are compared with that of the document. */
    public enum Comparison {
        /** Weak tags match nothing ({@code If-Match}). */
        STRONG,
        /** Weak tags are as good as others ({@code If-None-Match}). */
        WEAK
    }

    /** Reads a header; throws a RequestException where it is neither {@code *} nor a list of tags. */
    public static EntityTags parse(String header, String value, Comparison comparison) {
        if (value.strip().equals("*")) {
            return EntityTags.ANY;
        }
        List<Revision> revisions = new ArrayList<>();
        Matcher element = ELEMENT.matcher(value);
        int end = 0;
        while (end < value.length() && element.find(end) && element.start() == end) {
            end = element.end();
            if (element.group(1) == null || comparison == Comparison.WEAK) {
                addRevision(element.group(2), revisions);
            }
        }
        if (end == 0 || end < value.length()) {
            throw RequestException.illegalArgument("Failed to parse header [" + header + "] with value [" + value
                    + "]: neither [*] nor a list of entity tags like [\"5-1\"]");
        }
        return EntityTags.of(revisions);
    }

    private static void addRevision(String tag, List<Revision> revisions) {
        Matcher revision = REVISION.matcher(tag);
        if (revision.matches()) {
            revisions.add(new Revision(Long.parseLong(revision.group(1)), Long.parseLong(revision.group(2))));
        }
    }
}
