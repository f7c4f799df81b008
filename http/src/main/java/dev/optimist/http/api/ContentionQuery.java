package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.Wildcards;
import dev.optimist.http.api.HotDocuments.HotDocument;
import dev.optimist.http.route.Parameters;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the hot documents a request wants to see.
 *
 * @param index names of indices, with stars, between commas
 */
record ContentionQuery(int size, String index, Duration window) {
    static final Set<String> NAMES = Set.of("size", "index", "window");

    private static final int SIZE_DEFAULT = 10;
    private static final int DECIMALS = 2;

    static ContentionQuery read(Parameters parameters, Duration windowMax) {
        int size = parameters.integer("size", SIZE_DEFAULT);
        if (size < 0) {
            throw RequestException.illegalArgument("[size] parameter cannot be negative, found [" + size + "]");
        }
        Duration window = parameters.time("window", windowMax);
        if (window.toSeconds() < 1 || window.compareTo(windowMax) > 0) {
            throw RequestException.illegalArgument("[window] must be from [1s] to [" + windowMax.toSeconds()
                    + "s], found [" + parameters.string("window") + "]");
        }
        return new ContentionQuery(size, parameters.string("index", "_all"), window);
    }

    List<HotDocument> of(HotDocuments all) {
        return all.documents(window).stream()
                .filter(document -> Wildcards.anyOf(index).test(document.index()))
                .limit(size)
                .toList();
    }

    double conflictsPerSecond(HotDocument document) {
        return ratio(document.recentConflicts(), window.toSeconds());
    }

    /** Returns how many attempts a success took; empty where there was none. */
    static Optional<Double> attemptsPerSuccess(HotDocument document) {
        return document.successes() == 0
                ? Optional.empty()
                : Optional.of(ratio(document.attempts(), document.successes()));
    }

    private static double ratio(long of, long to) {
        return BigDecimal.valueOf(of)
                .divide(BigDecimal.valueOf(to), DECIMALS, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
