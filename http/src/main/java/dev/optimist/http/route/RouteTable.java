package dev.optimist.http.route;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All routes as a tree of path segments, built once.
 *
 * <p>A literal segment wins over a placeholder. Like Elasticsearch's, the tree is searched four times with growing
 * freedom for placeholders: nowhere, as first segment, as last segment, anywhere; which route takes a path that several
 * could take, and which methods a 405 lists, follow from that order.
 *
 * @param <T> what a route leads to
 */
public final class RouteTable<T> {
    private static final Set<String> UNROUTED_METHODS = Set.of("OPTIONS", "PATCH", "TRACE", "CONNECT");
    private static final int SEGMENTS_MAX = 16;

    private final Node<T> root;

    private RouteTable(Node<T> root) {
        this.root = root;
    }

    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * Finds the route of a request; a path with a bad escape is an illegal_argument_exception.
     *
     * @param method the name of the method, as it came
     * @param withTypes whether the request is made in a version of the API that has mapping types
     */
    public Match<T> match(String method, RequestTarget target, boolean withTypes) {
        String uri = target.uri();
        int pathEnd = target.pathEnd();
        boolean encoded = uri.lastIndexOf('%', pathEnd - 1) >= 0;
        if (encoded) {
            target.path(); // a bad escape is answered before anything else
        }
        Segments segments = Segments.of(uri, pathEnd);
        HttpMethod known = HttpMethod.named(method);
        if (known != null && segments != null) {
            for (Freedom freedom : Freedom.ALL) {
                Node<T> node = find(root, segments, 0, freedom);
                Leaf<T> leaf = node == null ? null : node.leaf(known, withTypes);
                if (leaf != null) {
                    return new Match.Found<>(leaf.target, leaf.parameters(segments, encoded));
                }
            }
        }
        return unmatched(method, known, allowed(segments));
    }

    private Match<T> unmatched(String method, @Nullable HttpMethod known, EnumSet<HttpMethod> allowed) {
        List<HttpMethod> methods = List.copyOf(allowed);
        if (known == null && !UNROUTED_METHODS.contains(method)) {
            return new Match.UnexpectedMethod<>(methods);
        }
        if (method.equals("OPTIONS")) {
            return new Match.Options<>(methods);
        }
        return allowed.isEmpty() || (known != null && allowed.contains(known))
                ? new Match.NoHandler<>()
                : new Match.WrongMethod<>(methods);
    }

    private EnumSet<HttpMethod> allowed(@Nullable Segments segments) {
        EnumSet<HttpMethod> allowed = EnumSet.noneOf(HttpMethod.class);
        if (segments != null) {
            for (Freedom freedom : Freedom.ALL) {
                Node<T> node = find(root, segments, 0, freedom);
                if (node != null) {
                    allowed.addAll(node.leaves.keySet());
                }
            }
        }
        return allowed;
    }

    private @Nullable Node<T> find(Node<T> node, Segments path, int depth, Freedom freedom) {
        if (depth == path.count) {
            return node.leaves.isEmpty() ? null : node;
        }
        Node<T> literal = node.literal(path, depth);
        Node<T> placeholder = node.placeholder;
        boolean last = depth + 1 == path.count;
        if (literal == null || (placeholder != null && literal.leaves.isEmpty() && freedom.skipsLiteral(depth, last))) {
            return placeholder != null && freedom.allows(depth, last)
                    ? find(placeholder, path, depth + 1, freedom)
                    : null;
        }
        Node<T> found = find(literal, path, depth + 1, freedom);
        if (found == null && !last && placeholder != null && freedom != Freedom.NOWHERE) {
            return find(placeholder, path, depth + 1, freedom);
        }
        return found;
    }

    /** Where a search may take a placeholder for a segment that no literal names. */
    private enum Freedom {
        NOWHERE,
        FIRST,
        LAST,
        ANYWHERE;

        static final List<Freedom> ALL = List.of(values());

        boolean allows(int depth, boolean last) {
            return switch (this) {
                case NOWHERE -> false;
                case FIRST -> depth == 0;
                case LAST -> last;
                case ANYWHERE -> true;
            };
        }

        /** Returns whether a literal that leads nowhere by itself gives way to the placeholder beside it. */
        boolean skipsLiteral(int depth, boolean last) {
            return switch (this) {
                case NOWHERE -> false;
                case FIRST -> depth == 0;
                case LAST, ANYWHERE -> last;
            };
        }
    }

    /** The segments of a path as positions in the uri. Trailing slashes make none; a double slash makes an empty one. */
    private static final class Segments {
        final String uri;
        final int[] bounds;
        final int count;

        private Segments(String uri, int[] bounds, int count) {
            this.uri = uri;
            this.bounds = bounds;
            this.count = count;
        }

        static @Nullable Segments of(String uri, int pathEnd) {
            int end = pathEnd;
            while (end > 0 && uri.charAt(end - 1) == '/') {
                end--;
            }
            int[] bounds = new int[2 * SEGMENTS_MAX];
            int count = 0;
            int start = uri.startsWith("/") ? 1 : 0;
            while (start <= end && end > 0) {
                if (count == SEGMENTS_MAX) {
                    return null;
                }
                int slash = uri.indexOf('/', start);
                int stop = slash < 0 || slash > end ? end : slash;
                bounds[2 * count] = start;
                bounds[2 * count + 1] = stop;
                count++;
                start = stop + 1;
            }
            return new Segments(uri, bounds, count);
        }

        int length(int position) {
            return bounds[2 * position + 1] - bounds[2 * position];
        }

        boolean is(int position, String text) {
            return length(position) == text.length() && uri.startsWith(text, bounds[2 * position]);
        }

        String get(int position) {
            return uri.substring(bounds[2 * position], bounds[2 * position + 1]);
        }
    }

    private static final class Node<T> {
        final EnumMap<HttpMethod, Leaf<T>> leaves = new EnumMap<>(HttpMethod.class);

        /** At the length of their names, so that a segment of a request is compared with few. */
        final List<List<Literal<T>>> literals = new ArrayList<>();

        @Nullable
        Node<T> placeholder;

        @Nullable
        Node<T> literal(Segments path, int position) {
            int length = path.length(position);
            if (length >= literals.size()) {
                return null;
            }
            List<Literal<T>> alike = literals.get(length);
            for (int i = 0; i < alike.size(); i++) {
                Literal<T> literal = alike.get(i);
                if (path.is(position, literal.name)) {
                    return literal.node;
                }
            }
            return null;
        }

        @Nullable
        Leaf<T> leaf(HttpMethod method, boolean withTypes) {
            Leaf<T> leaf = leaves.get(method);
            return leaf == null || (leaf.typed && !withTypes) ? null : leaf;
        }

        Node<T> child(String segment) {
            if (Route.isPlaceholder(segment)) {
                if (placeholder == null) {
                    placeholder = new Node<>();
                }
                return placeholder;
            }
            while (literals.size() <= segment.length()) {
                literals.add(new ArrayList<>());
            }
            List<Literal<T>> alike = literals.get(segment.length());
            for (Literal<T> literal : alike) {
                if (literal.name.equals(segment)) {
                    return literal.node;
                }
            }
            Literal<T> made = new Literal<>(segment, new Node<>());
            alike.add(made);
            return made.node;
        }
    }

    private record Literal<T>(String name, Node<T> node) {}

    private static final class Leaf<T> {
        final T target;
        final boolean typed;
        final String[] names;
        final int[] positions;

        Leaf(Route route, T target) {
            this.target = target;
            this.typed = route.typed();
            List<String> segments = route.segments();
            List<String> placeholders =
                    segments.stream().filter(Route::isPlaceholder).toList();
            this.names = placeholders.stream()
                    .map(name -> name.substring(1, name.length() - 1))
                    .toArray(String[]::new);
            this.positions = placeholders.stream().mapToInt(segments::indexOf).toArray();
        }

        PathParameters parameters(Segments path, boolean encoded) {
            if (positions.length == 0) {
                return PathParameters.NONE;
            }
            String[] values = new String[positions.length];
            for (int i = 0; i < values.length; i++) {
                String raw = path.get(positions[i]);
                values[i] = encoded ? PercentEncoding.decode(raw, /* plusIsSpace= */ false) : raw;
            }
            return new PathParameters(names, values);
        }
    }

    /** Collects routes; a table is made once from all of them. */
    public static final class Builder<T> {
        private final Node<T> root = new Node<>();

        private Builder() {}

        /** Adds a route; two routes of one method and path are a programmer's error. */
        public Builder<T> add(Route route, T target) {
            Node<T> node = root;
            for (String segment : route.segments()) {
                node = node.child(segment);
            }
            Map<HttpMethod, Leaf<T>> leaves = node.leaves;
            if (leaves.putIfAbsent(route.method(), new Leaf<>(route, target)) != null) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.pattern());
            }
            return this;
        }

        public RouteTable<T> build() {
            return new RouteTable<>(root);
        }
    }
}
