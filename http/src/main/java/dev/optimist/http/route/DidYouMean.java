package dev.optimist.http.route;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Suggestions for a word that is not known: what lies near it, nearest first. */
public final class DidYouMean {
    private static final float NEAR = 0.5f;

    private DidYouMean() {}

    /** Returns the candidates whose similarity is over one half, the most similar first, equals by name. */
    public static List<String> candidates(String word, Collection<String> known) {
        return candidates(word, known, NEAR);
    }

    /** Returns the candidates whose similarity is over a bound, in the same order. */
    public static List<String> candidates(String word, Collection<String> known, float bound) {
        record Scored(String name, float score) {}
        return known.stream()
                .distinct()
                .map(name -> new Scored(name, similarity(word, name)))
                .filter(scored -> scored.score > bound)
                .sorted(Comparator.comparing(Scored::score, Comparator.reverseOrder())
                        .thenComparing(Scored::name))
                .map(Scored::name)
                .toList();
    }

    /** Returns one minus the edit distance over the longer length; 1 for equal words. */
    static float similarity(String left, String right) {
        int longer = Math.max(left.length(), right.length());
        return longer == 0 ? 1 : 1.0f - (float) distance(left, right) / longer;
    }

    private static int distance(String left, String right) {
        int[] row = new int[left.length() + 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = i;
        }
        for (int j = 1; j <= right.length(); j++) {
            int diagonal = row[0];
            row[0] = j;
            for (int i = 1; i < row.length; i++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[i];
                row[i] = Math.min(substituted, 1 + Math.min(row[i], row[i - 1]));
            }
        }
        return row[left.length()];
    }
}
