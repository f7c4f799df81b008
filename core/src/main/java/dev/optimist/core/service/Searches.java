package dev.optimist.core.service;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.TopHits;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds, counts and writes documents by query. There is no index of fields: every document of the shards that a request
 * names is read, unless the query names ids or matches all.
 *
 * <p>Every Mono is cold, and emits on a thread where work that takes long is well.
 */
public final class Searches {
    private final Scans scans;
    private final QueryWrites writes;
    private final SearchConfiguration limits;
    private final HitMemory memory;

    Searches(Scans scans, QueryWrites writes, SearchConfiguration limits) {
        this.scans = scans;
        this.writes = writes;
        this.limits = limits;
        this.memory = new HitMemory(limits.hitBytesMax());
    }

    /** Counts what matches. Errors: index_not_found, those of {@link Scans#find}. */
    public Mono<SearchResult> count(SearchTarget target, Query query) {
        return Mono.defer(() -> {
            List<Scans.Part> parts = scans.parts(target, query);
            return total(parts).map(total -> new SearchResult(parts.size(), total, List.of()));
        });
    }

    private Mono<Long> total(List<Scans.Part> parts) {
        return parts.stream().allMatch(part -> part.query() == Query.All.ALL)
                ? Mono.fromSupplier(() -> Scans.count(parts))
                : scans.find(parts).count();
    }

    /**
     * Finds documents; total and hits are exact. Errors: index_not_found, illegal_argument where too much is asked for,
     * circuit_breaking where the hits would take too much memory, those of {@link Scans#find}.
     */
    public Mono<SearchResult> search(SearchCommand command) {
        return Mono.defer(() -> {
            requireWindow(command);
            List<Scans.Part> parts = scans.parts(command.target(), command.query());
            return command.size() == 0
                    ? total(parts).map(total -> new SearchResult(parts.size(), total, List.of()))
                    : Mono.using(memory::share, share -> search(command, parts, share), HitMemory.Share::close, false);
        });
    }

    private Mono<SearchResult> search(SearchCommand command, List<Scans.Part> parts, HitMemory.Share share) {
        TopHits top = new TopHits(command.sort(), command.searchAfter(), command.from(), command.size(), share);
        Flux<Scans.Found> found = scans.find(parts);
        return found.doOnNext(each -> top.offer(each.candidate()))
                .then(Mono.fromSupplier(() -> new SearchResult(parts.size(), top.total(), top.take())));
    }

    private void requireWindow(SearchCommand command) {
        long window = (long) command.from() + command.size();
        if (window > limits.windowMax()) {
            throw RequestException.illegalArgument(
                    "Result window is too large, from + size must be less than or equal to: [" + limits.windowMax()
                            + "] but was [" + window + "]. See the scroll api for a more efficient way to request large"
                            + " data sets. This limit can be set by changing the [index.max_result_window] index level"
                            + " setting.");
        }
    }

    /**
     * Writes what matches, each document durably before it counts, with as many at once as one commit takes well. A
     * conflict is counted in the result. Errors: as {@link #search}, those of writing, those of a script; what has been
     * written by then stays so.
     */
    public Mono<ByQueryResult> write(ByQueryCommand command) {
        return Mono.defer(() -> writes.run(command, scans.parts(command.target(), command.query())));
    }

    void close() {
        scans.close();
    }
}
