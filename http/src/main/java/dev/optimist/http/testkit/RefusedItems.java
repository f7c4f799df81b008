package dev.optimist.http.testkit;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.BulkItem;
import dev.optimist.core.service.BulkResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * One bulk request, some of whose items fail without having been begun.
 *
 * <p><b>Ordering</b>: items are counted as they come, results as they leave, each by one thread at a time; at most as many
 * results have left as items have come.
 */
final class RefusedItems {
    private final Map<Long, RequestException> failures;
    private long items;
    private long results;

    /**
     * @param failures by the position of their item
     */
    RefusedItems(Map<Long, RequestException> failures) {
        this.failures = failures;
    }

    /** Carries out the other items; each failure is told in its place. */
    Flux<BulkResult> carryOut(Flux<BulkItem> all, Function<Flux<BulkItem>, Flux<BulkResult>> bulk) {
        return bulk.apply(all.filter(item -> !failures.containsKey(items++)))
                .concatMapIterable(this::behindFailures)
                .concatWith(Flux.defer(() -> Flux.fromIterable(failuresUpTo(items))));
    }

    private List<BulkResult> behindFailures(BulkResult result) {
        List<BulkResult> told = failuresUpTo(Long.MAX_VALUE);
        told.add(result);
        results++;
        return told;
    }

    /** Returns the failures that are next, of items before the given one. */
    private List<BulkResult> failuresUpTo(long end) {
        List<BulkResult> told = new ArrayList<>();
        for (; results < end && failures.containsKey(results); results++) {
            told.add(new BulkResult.Failed(/* id= */ null, failures.get(results)));
        }
        return told;
    }
}
