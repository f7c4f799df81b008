package dev.optimist.core.search;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One criterion of a sort order: truth values before numbers before texts, missing values at the end that is asked for.
 *
 * @param field a path, {@code _id}, {@code _index}, {@code _seq_no}, {@code _doc} or {@code _score}
 * @param greatest which of several values of the field counts: the greatest or the least
 * @param missing the value of documents that have none, or null to have them at one end
 * @param missingFirst which end that is
 */
record SortField(
        String field,
        boolean descending,
        boolean greatest,
        @Nullable Object missing,
        boolean missingFirst) {
    /** The order in which documents were last written; equal to {@code _seq_no}. */
    static final String DOC = "_doc";

    static final String SCORE = "_score";

    private static final Double SCORE_OF_ALL = 1.0;

    /** Returns the value that a document is sorted by; null where it has none. */
    @Nullable
    Object value(Candidate candidate) {
        return switch (field) {
            case DOC -> candidate.document().seqNo();
            case SCORE -> SCORE_OF_ALL;
            default -> value(candidate.values(field));
        };
    }

    private @Nullable Object value(List<Object> values) {
        if (values.size() == 1) {
            return values.get(0);
        }
        Comparator<Object> order = SortField::compareValues;
        return values.stream().min(greatest ? order.reversed() : order).orElse(missing);
    }

    int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            int missingOrder = (left == null ? 1 : 0) - (right == null ? 1 : 0);
            return missingFirst ? -missingOrder : missingOrder;
        }
        return descending ? compareValues(right, left) : compareValues(left, right);
    }

    private static int compareValues(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return Decimals.compare(a, b);
        }
        int byType = Integer.compare(rank(left), rank(right));
        return byType != 0 ? byType : left.toString().compareTo(right.toString());
    }

    private static int rank(Object value) {
        return value instanceof Boolean ? 0 : value instanceof Number ? 1 : 2;
    }
}
