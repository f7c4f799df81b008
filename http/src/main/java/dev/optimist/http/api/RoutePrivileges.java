package dev.optimist.http.api;

import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What every route does, and so who may take it: the one place where that is said.
 *
 * <p>A line is {@code METHOD,METHOD /path /path = ACTION ACTION}; all of the actions are needed. A route without a line is
 * refused to everybody but a superuser, or, where it is a GET of Optimist's own that names no index, is for those who may
 * monitor; a test fails until it has a line.
 */
public final class RoutePrivileges {
    private static final String TABLE = """
            PUT,POST /{index}/_doc/{id} /{index}/{type}/{id} = INDEX
            POST /{index}/_doc /{index}/{type} = CREATE
            PUT,POST /{index}/_create/{id} /{index}/{type}/{id}/_create = CREATE
            GET,HEAD /{index}/_doc/{id} /{index}/_source/{id} /{index}/{type}/{id} /{index}/{type}/{id}/_source = GET
            DELETE /{index}/_doc/{id} /{index}/{type}/{id} = DELETE
            POST /{index}/_update/{id} /{index}/_doc/{id}/_update /{index}/{type}/{id}/_update = UPDATE
            POST,PUT /_bulk /{index}/_bulk /{index}/{type}/_bulk = BULK
            GET,POST /_mget /{index}/_mget /{index}/{type}/_mget = MGET
            GET,POST /_search /{index}/_search /{index}/{type}/_search = SEARCH
            GET,POST /_count /{index}/_count /{index}/{type}/_count = SEARCH
            POST /{index}/_update_by_query /{index}/{type}/_update_by_query = UPDATE_BY_QUERY SEARCH
            POST /{index}/_delete_by_query /{index}/{type}/_delete_by_query = DELETE_BY_QUERY SEARCH
            GET,POST /_search_shards /{index}/_search_shards = SEARCH_SHARDS

            GET /_scripts/{id} = GET_SCRIPT
            PUT,POST /_scripts/{id} /_scripts/{id}/{context} = PUT_SCRIPT
            DELETE /_scripts/{id} = DELETE_SCRIPT

            PUT /{index} = CREATE_INDEX
            DELETE /{index} = DELETE_INDEX
            GET,HEAD /{index} = GET_INDEX
            GET /_settings /_settings/{name} /{index}/_settings /{index}/_settings/{name} = GET_INDEX_SETTINGS
            PUT /_settings /{index}/_settings = UPDATE_INDEX_SETTINGS
            GET /_mapping /_mappings /{index}/_mapping /{index}/_mappings = GET_MAPPINGS
            PUT,POST /{index}/_mapping /{index}/_mappings = PUT_MAPPING
            POST /_open /{index}/_open = OPEN_INDEX
            POST /_close /{index}/_close = CLOSE_INDEX
            PUT /{index}/_block/{block} = ADD_BLOCK
            GET,HEAD /_alias /_alias/{name} /{index}/_alias /{index}/_alias/{name} = GET_ALIASES
            GET /_aliases = GET_ALIASES
            PUT,POST,DELETE /{index}/_alias/{name} /{index}/_aliases/{name} = ALIASES
            POST /_aliases = ALIAS_ACTIONS
            GET /_index_template = GET_TEMPLATE
            GET,HEAD /_index_template/{name} = GET_TEMPLATE
            PUT,POST /_index_template/{name} = PUT_TEMPLATE
            DELETE /_index_template/{name} = DELETE_TEMPLATE
            GET /_component_template = GET_COMPONENT_TEMPLATE
            GET,HEAD /_component_template/{name} = GET_COMPONENT_TEMPLATE
            PUT,POST /_component_template/{name} = PUT_COMPONENT_TEMPLATE
            DELETE /_component_template/{name} = DELETE_COMPONENT_TEMPLATE
            GET /_stats /_stats/{metric} /{index}/_stats /{index}/_stats/{metric} = INDEX_STATS
            GET,POST /_refresh /{index}/_refresh = REFRESH
            GET,POST /_flush /{index}/_flush = FLUSH
            POST /_forcemerge /{index}/_forcemerge = FORCE_MERGE
            POST /_cache/clear /{index}/_cache/clear = CLEAR_CACHE

            GET,HEAD / = MAIN
            GET /_cluster/health /_cluster/health/{index} = CLUSTER_HEALTH
            GET /_cluster/settings = CLUSTER_SETTINGS
            PUT /_cluster/settings = UPDATE_CLUSTER_SETTINGS
            GET /_cluster/state /_cluster/state/{metric} /_cluster/state/{metric}/{index} = CLUSTER_STATE
            GET /_cluster/stats /_cluster/stats/nodes/{node} = CLUSTER_STATS
            GET /_cluster/pending_tasks = PENDING_TASKS
            GET /_nodes /_nodes/{node} /_nodes/{node}/{metric} = NODES_INFO
            GET /_nodes/stats /_nodes/stats/{metric} /_nodes/{node}/stats /_nodes/{node}/stats/{metric} = NODES_STATS
            GET /_tasks /_tasks/{task_id} = TASKS
            GET /_license = LICENSE
            GET /_xpack = XPACK

            GET /_cat = CAT_LIST
            GET /_cat/indices /_cat/indices/{index} /_cat/shards /_cat/shards/{index} = INDEX_STATS
            GET /_cat/count /_cat/count/{index} = SEARCH
            GET /_cat/aliases /_cat/aliases/{alias} = GET_ALIASES
            GET /_cat/health = CLUSTER_HEALTH
            GET /_cat/nodes = NODES_INFO
            GET /_cat/master = CLUSTER_STATE
            GET /_cat/pending_tasks = PENDING_TASKS
            GET /_cat/templates /_cat/templates/{name} = GET_TEMPLATE

            GET /_prometheus/metrics = METRICS
            GET /_dashboard /_dashboard/{file} /_dashboard/stream = METRICS CONTENTION
            GET /_contention /_cat/contention = CONTENTION
            POST /_contention/_reset = CONTENTION_RESET

            GET,HEAD /_health/live /_health/ready = OPEN
            GET /_health_report /_health_report/{indicator} = CLUSTER_HEALTH
            GET /_snapshot /_snapshot/{repository} /_snapshot/{repository}/{snapshot} = MANAGE
            PUT,POST,DELETE /_snapshot/{repository} /_snapshot/{repository}/{snapshot} = MANAGE
            POST /_snapshot/{repository}/_verify = MANAGE

            GET /_security/_authenticate = AUTHENTICATE
            GET /_security/user /_security/user/{username} = GET_USER
            PUT,POST /_security/user/{username} = PUT_USER
            DELETE /_security/user/{username} = DELETE_USER
            PUT,POST /_security/user/{username}/_enable /_security/user/{username}/_disable = PUT_USER
            PUT,POST /_security/user/{username}/_password /_security/user/_password = AUTHENTICATE
            PUT,POST /_security/api_key = CREATE_API_KEY
            PUT /_security/api_key/{id} = UPDATE_API_KEY
            GET /_security/api_key = GET_API_KEY
            DELETE /_security/api_key = INVALIDATE_API_KEY
            """;

    private static final Map<String, List<Action>> ACTIONS = parsed();

    private RoutePrivileges() {}

    private static Map<String, List<Action>> parsed() {
        Map<String, List<Action>> actions = new HashMap<>();
        TABLE.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] sides = line.split(" = ", 2);
            String[] words = sides[0].split(" ", -1);
            List<Action> needed =
                    Stream.of(sides[1].split(" ", -1)).map(Action::valueOf).toList();
            for (String method : words[0].split(",", -1)) {
                Stream.of(words).skip(1).forEach(pattern -> actions.put(method + " " + pattern, needed));
            }
        });
        return Map.copyOf(actions);
    }

    /** Returns what a route does. */
    public static List<Action> of(Route route) {
        return ACTIONS.getOrDefault(key(route), List.of(unknown(route)));
    }

    private static Action unknown(Route route) {
        boolean own = route.pattern().startsWith("/_") && !route.pattern().contains("{index}");
        return own && (route.method() == HttpMethod.GET || route.method() == HttpMethod.HEAD)
                ? Action.MONITOR
                : Action.UNDECLARED;
    }

    private static String key(Route route) {
        return route.method() + " " + route.pattern();
    }

    /** Returns whether the table says what a route does. */
    static boolean declares(Route route) {
        return ACTIONS.containsKey(key(route));
    }

    /** Returns the routes that the table knows, as method and pattern. */
    static Set<String> declared() {
        return ACTIONS.keySet();
    }
}
