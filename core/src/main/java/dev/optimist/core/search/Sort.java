package dev.optimist.core.search;

import dev.optimist.core.error.RequestException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a search's hits. What its criteria leave equal goes by index, shard and {@code _seq_no}, so that the order
 * of unchanged documents is always the same.
 *
 * @param fields the criteria; none for the order of writing within index and shard
 */
public record Sort(List<SortField> fields) {
    /** The order of a search that asks for none. */
    public static final Sort NONE = new Sort(List.of());

    private static final Comparator<Hit> TIES = Comparator.comparing(Hit::index)
            .thenComparingInt(Hit::shard)
            .thenComparingLong(hit -> hit.document().seqNo());

    /** Returns whether the hits bear sort values. */
    public boolean given() {
        return !fields.isEmpty();
    }

    /** Returns whether hits are sorted by their scores, which are all 1.0. */
    public boolean byScore() {
        return fields.stream().anyMatch(field -> field.field().equals(SortField.SCORE));
    }

    /** Makes a hit of a candidate, with its sort values. */
    Hit hit(Candidate candidate) {
        @Nullable Object[] values = new Object[fields.size()];
        Arrays.setAll(values, position -> fields.get(position).value(candidate));
        return new Hit(
                candidate.index(), candidate.shard(), candidate.id(), candidate.document(), Arrays.asList(values));
    }

    /** Returns the order of hits that this sort made. */
    Comparator<Hit> order() {
        return (left, right) -> {
            int byValues = compareValues(left.sortValues(), right.sortValues());
            return byValues != 0 ? byValues : TIES.compare(left, right);
        };
    }

    /** Returns whether a hit comes after all hits with these sort values. */
    boolean isAfter(Hit hit, List<? extends @Nullable Object> values) {
        return compareValues(hit.sortValues(), values) > 0;
    }

    private int compareValues(List<? extends @Nullable Object> left, List<? extends @Nullable Object> right) {
        for (int position = 0; position < fields.size(); position++) {
            int order = fields.get(position).compare(left.get(position), right.get(position));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Throws where {@code search_after} does not go with this order. */
    void requireFits(List<? extends @Nullable Object> searchAfter) {
        if (!given()) {
            throw RequestException.illegalArgument("Sort must contain at least one field.");
        }
        if (searchAfter.size() != fields.size()) {
            throw RequestException.illegalArgument(
                    "search_after has " + searchAfter.size() + " value(s) but sort has " + fields.size() + ".");
        }
    }
}
