package dev.optimist.core.service;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.Index;
import dev.optimist.core.index.IndexMetadata;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the indices that an expression of names, lists and wildcards means. */
final class IndexLookup {
    private final Catalog catalog;

    IndexLookup(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Resolves an index expression as the options say. Errors: index_not_found_exception, index_closed_exception. */
    List<IndexMetadata> resolve(String expression, IndexOptions options) {
        boolean all = expression.isEmpty() || expression.equals("_all");
        Set<String> found = new LinkedHashSet<>();
        boolean wildcardSeen = false;
        for (String part : (all ? "*" : expression).split(",", -1)) {
            if (part.startsWith("-") && wildcardSeen) {
                found.removeAll(names(matching(part.substring(1), options)));
            } else if (part.contains("*")) {
                wildcardSeen = true;
                found.addAll(names(required(part, matching(part, options), options)));
            } else if (part.equals("_all")) {
                found.addAll(names(matching("*", options)));
            } else {
                found.addAll(names(named(part, options)));
            }
        }
        Stream<Index> indices = found.stream().filter(options.visible()).flatMap(name -> catalog.index(name).stream());
        return (options.forbidClosed() ? open(indices, options.ignoreUnavailable()) : indices)
                .map(Index::metadata)
                .toList();
    }

    private static List<String> names(Collection<Index> indices) {
        return indices.stream().map(Index::name).toList();
    }

    private static List<Index> required(String wildcard, List<Index> matching, IndexOptions options) {
        if (matching.isEmpty() && !options.allowNoIndices()) {
            throw IndexException.notFound(wildcard.equals("*") ? "_all" : wildcard, Lookup.EXPRESSION);
        }
        return matching;
    }

    private Collection<Index> named(String name, IndexOptions options) {
        Optional<Index> index = catalog.index(name);
        Collection<Index> found =
                index.isPresent() ? List.of(index.get()) : options.aliases() ? catalog.aliased(name) : List.of();
        if (found.isEmpty() && !options.ignoreUnavailable()) {
            throw catalog.notFound(name, Lookup.EXPRESSION);
        }
        return found;
    }

    private static Stream<Index> open(Stream<Index> indices, boolean passOver) {
        return indices.filter(index -> {
            boolean open = index.metadata().open();
            if (!open && !passOver) {
                throw new IndexException(
                        ErrorKind.INDEX_CLOSED,
                        "closed",
                        index.name(),
                        index.metadata().uuid());
            }
            return open;
        });
    }

    private List<Index> matching(String wildcard, IndexOptions options) {
        Predicate<String> pattern = Wildcards.of(wildcard);
        boolean hidden = options.hidden() || wildcard.startsWith(".");
        return catalog.indices().stream()
                .filter(index -> options.visible().test(index.name()))
                .filter(index -> hidden || !isHidden(index))
                .filter(index -> index.metadata().open() ? options.open() : options.closed())
                .filter(index -> pattern.test(index.name())
                        || (options.aliases()
                                && index.metadata().aliases().keySet().stream().anyMatch(pattern)))
                .toList();
    }

    private static boolean isHidden(Index index) {
        return "true".equals(index.metadata().settings().get("index.hidden"));
    }
}
