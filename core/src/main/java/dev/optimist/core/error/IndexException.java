package dev.optimist.core.error;

/** A failure that concerns an index as a whole: it is missing, closed, blocked, badly named, or there already. */
public final class IndexException extends DocumentException {
    private static final long serialVersionUID = 1L;

    /** The uuid that stands in an error body where there is no index. */
    public static final String NO_UUID = "_na_";

    /** How the name was looked up, where that is what failed: the error body then bears {@code resource.*} keys. */
    public enum Lookup {
        /** It was not a look-up that failed. */
        NONE,
        /** One index for an operation on one document. */
        SINGLE_DOCUMENT,
        /** An expression of names, lists and wildcards. */
        EXPRESSION
    }

    private final String index;
    private final String indexUuid;
    private final Lookup lookup;

    public IndexException(ErrorKind kind, String reason, String index, String indexUuid) {
        this(kind, reason, index, indexUuid, Lookup.NONE);
    }

    private IndexException(ErrorKind kind, String reason, String index, String indexUuid, Lookup lookup) {
        super(kind, reason, null);
        this.index = index;
        this.indexUuid = indexUuid;
        this.lookup = lookup;
    }

    /** Makes the failure of a request that names an index or alias that is not there. */
    public static IndexException notFound(String index, Lookup lookup) {
        return notFound(index, "no such index [" + index + "]", lookup);
    }

    /** Makes the same failure with a sentence that says more. */
    public static IndexException notFound(String index, String reason, Lookup lookup) {
        return new IndexException(ErrorKind.INDEX_NOT_FOUND, reason, index, NO_UUID, lookup);
    }

    public Lookup lookup() {
        return lookup;
    }

    public String index() {
        return index;
    }

    public String indexUuid() {
        return indexUuid;
    }
}
