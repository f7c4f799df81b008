package dev.optimist.core.index;

import dev.optimist.core.document.Source;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.RequestException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an index says of routing values: its mapping may require them, its aliases may give them.
 *
 * @param required whether every document has one ({@code _routing.required})
 * @param join the mapping's join field, or null
 */
record RoutingRules(boolean required, @Nullable JoinField join, Map<String, Map<String, Object>> aliases) {

    static RoutingRules of(IndexMetadata index) {
        Map<?, ?> mapping = untyped(index.mappings());
        Object routing = mapping.get("_routing");
        Object required = routing instanceof Map<?, ?> given ? given.get("required") : null;
        JoinField join = mapping.get("properties") instanceof Map<?, ?> properties
                ? JoinField.of(properties).orElse(null)
                : null;
        return new RoutingRules("true".equals(String.valueOf(required)), join, index.aliases());
    }

    /** A mapping may stand below the name of its type. */
    private static Map<?, ?> untyped(Map<String, Object> mapping) {
        return mapping.size() == 1
                        && !mapping.containsKey("properties")
                        && mapping.values().iterator().next() instanceof Map<?, ?> inner
                        && (inner.containsKey("properties") || inner.containsKey("_routing"))
                ? inner
                : mapping;
    }

    /**
     * Returns the routing value of a request that came under a name; throws illegal_argument_exception where it is not
     * the alias's own.
     */
    @Nullable
    String routing(String name, @Nullable String given) {
        String routing = given == null || given.isEmpty() ? null : given;
        if (routing != null) {
            Surrogates.requirePaired("_routing", routing);
        }
        Map<String, Object> alias = aliases.isEmpty() ? null : aliases.get(name);
        Object own = alias == null ? null : alias.getOrDefault("index_routing", alias.get("routing"));
        if (own == null) {
            return routing;
        }
        if (routing != null && !routing.equals(own.toString())) {
            throw RequestException.illegalArgument("Alias [" + name + "] has index routing associated with it [" + own
                    + "], and was provided with routing value [" + routing + "], rejecting operation");
        }
        return own.toString();
    }

    /** Throws routing_missing_exception where the mapping requires a routing value and there is none. */
    void require(String index, String id, @Nullable String routing) {
        if (required && routing == null) {
            throw new IndexException(
                    ErrorKind.ROUTING_MISSING,
                    "routing is required for [" + index + "]/[" + id + "]",
                    index,
                    IndexException.NO_UUID);
        }
    }

    /** Throws document_parsing_exception where the document needs a routing value and there is none. */
    void require(Source source, @Nullable String routing) {
        if (join != null) {
            join.require(source, routing);
        }
    }
}
