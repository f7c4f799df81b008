package dev.optimist.http.security;

import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one bulk and one multi-get ask for: every kind of item, on an index that roles are for and on another one. */
final class AskedItems {
    static final List<Item> OF_BULK = Stream.of(false, true)
            .flatMap(foreign -> Stream.of(
                    new Item("index", "{}", route(HttpMethod.PUT, "/{index}/_doc/{id}"), foreign),
                    new Item("create", "{}", route(HttpMethod.PUT, "/{index}/_create/{id}"), foreign),
                    new Item("update", "{\"doc\":{}}", route(HttpMethod.POST, "/{index}/_update/{id}"), foreign),
                    new Item("delete", "", route(HttpMethod.DELETE, "/{index}/_doc/{id}"), foreign)))
            .toList();

    static final List<Item> OF_MGET = Stream.of(false, true)
            .map(foreign -> new Item("get", "", route(HttpMethod.GET, "/{index}/_doc/{id}"), foreign))
            .toList();

    private AskedItems() {}

    /** An item, which is allowed to whom the route is that does the same. */
    record Item(String action, String source, Route route, boolean onForeignIndex) {
        String names() {
            return "\"_index\":\"%s\",\"_id\":\"1\"".formatted(onForeignIndex ? "out-1" : "in-1");
        }
    }

    private static Route route(HttpMethod method, String pattern) {
        return new Route(method, pattern, Set.of());
    }

    static String bulk() {
        return OF_BULK.stream()
                .map(item -> "{\"%s\":{%s}}\n%s".formatted(item.action(), item.names(), item.source())
                        + (item.source().isEmpty() ? "" : "\n"))
                .collect(Collectors.joining());
    }

    static String mget() {
        return OF_MGET.stream()
                .map(item -> "{" + item.names() + "}")
                .collect(Collectors.joining(",", "{\"docs\":[", "]}"));
    }
}
