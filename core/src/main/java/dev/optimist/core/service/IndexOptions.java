package dev.optimist.core.service;

import java.util.function.Predicate;

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
 * @param visible which indices there are, as far as whoever asks is concerned
 */
public record IndexOptions(
        boolean ignoreUnavailable,
        boolean allowNoIndices,
        boolean open,
        boolean closed,
        boolean hidden,
        boolean aliases,
        boolean forbidClosed,
        Predicate<String> visible) {
    @SuppressWarnings("UnnecessaryLambda") // one for all, so that equal options are equal
    private static final Predicate<String> EVERY = index -> true;

    /** Open and closed indices, names must be there. */
    public static final IndexOptions ALL = new IndexOptions(false, true, true, true, false, true, false, EVERY);

    /** Open indices, names must be there. */
    public static final IndexOptions OPEN = new IndexOptions(false, true, true, false, false, true, false, EVERY);

    /** Open indices, names must be there and open. */
    public static final IndexOptions OPEN_ONLY = new IndexOptions(false, true, true, false, false, true, true, EVERY);

    /** Closed indices, names must be there. */
    public static final IndexOptions CLOSED = new IndexOptions(false, true, false, true, false, true, false, EVERY);

    /** Every index, hidden ones too. */
    public static final IndexOptions HIDDEN = new IndexOptions(false, true, true, true, true, true, false, EVERY);

    public IndexOptions ignoringUnavailable(boolean ignores) {
        return new IndexOptions(ignores, allowNoIndices, open, closed, hidden, aliases, forbidClosed, visible);
    }

    public IndexOptions allowingNoIndices(boolean allows) {
        return new IndexOptions(ignoreUnavailable, allows, open, closed, hidden, aliases, forbidClosed, visible);
    }

    public IndexOptions expanding(boolean toOpen, boolean toClosed, boolean toHidden) {
        return new IndexOptions(
                ignoreUnavailable, allowNoIndices, toOpen, toClosed, toHidden, aliases, forbidClosed, visible);
    }

    /** Leaves aliases out of account. */
    public IndexOptions withoutAliases() {
        return new IndexOptions(
                ignoreUnavailable, allowNoIndices, open, closed, hidden, /* aliases= */ false, forbidClosed, visible);
    }

    /** Leaves indices out of account that somebody may not know of. */
    public IndexOptions seeing(Predicate<String> only) {
        return new IndexOptions(ignoreUnavailable, allowNoIndices, open, closed, hidden, aliases, forbidClosed, only);
    }
}
