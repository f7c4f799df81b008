package dev.optimist.core.error;

/** A failure that concerns an index as a whole: it is missing, closed, blocked, badly named, or there already. */
public final class IndexException extends DocumentException {
    private static final long serialVersionUID = 1L;

    /** The uuid that stands in an error body where there is no index. */
    public static final String NO_UUID = "_na_";

    private final String index;
    private final String indexUuid;

    public IndexException(ErrorKind kind, String reason, String index, String indexUuid) {
        super(kind, reason, null);
        this.index = index;
        this.indexUuid = indexUuid;
    }

    /** Makes the failure of a request that names an index or alias that is not there. */
    public static IndexException notFound(String index) {
        return new IndexException(ErrorKind.INDEX_NOT_FOUND, "no such index [" + index + "]", index, NO_UUID);
    }

    public String index() {
        return index;
    }

    public String indexUuid() {
        return indexUuid;
    }
}
