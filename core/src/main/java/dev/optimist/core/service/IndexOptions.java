package dev.optimist.core.service;

/**
 * How an index expression is understood.
 *
 * @param ignoreUnavailable whether a name that is not there is passed over instead of an error
 * @param allowNoIndices whether a wildcard may match nothing
 * @param open whether wildcards match open indices
 * @param closed whether wildcards match closed indices
 * @param hidden whether wildcards match hidden indices
 * @param aliases whether wildcards and names match aliases
 * @param forbidClosed whether a closed index is an error, or passed over with what is unavailable
 */
public record IndexOptions(
        boolean ignoreUnavailable,
        boolean allowNoIndices,
        boolean open,
        boolean closed,
        boolean hidden,
        boolean aliases,
        boolean forbidClosed) {
    /** Open and closed indices, names must be there. */
    public static final IndexOptions ALL = new IndexOptions(false, true, true, true, false, true, false);

    /** Open indices, names must be there. */
    public static final IndexOptions OPEN = new IndexOptions(false, true, true, false, false, true, false);

    /** Open indices, names must be there and open. */
    public static final IndexOptions OPEN_ONLY = new IndexOptions(false, true, true, false, false, true, true);

    /** Closed indices, names must be there. */
    public static final IndexOptions CLOSED = new IndexOptions(false, true, false, true, false, true, false);

    /** Every index, hidden ones too. */
    public static final IndexOptions HIDDEN = new IndexOptions(false, true, true, true, true, true, false);

    public IndexOptions ignoringUnavailable(boolean ignores) {
        return new IndexOptions(ignores, allowNoIndices, open, closed, hidden, aliases, forbidClosed);
    }

    public IndexOptions allowingNoIndices(boolean allows) {
        return new IndexOptions(ignoreUnavailable, allows, open, closed, hidden, aliases, forbidClosed);
    }

    public IndexOptions expanding(boolean toOpen, boolean toClosed, boolean toHidden) {
        return new IndexOptions(ignoreUnavailable, allowNoIndices, toOpen, toClosed, toHidden, aliases, forbidClosed);
    }

    /** Leaves aliases out of account. */
    public IndexOptions withoutAliases() {
        return new IndexOptions(
                ignoreUnavailable, allowNoIndices, open, closed, hidden, /* aliases= */ false, forbidClosed);
    }
}
