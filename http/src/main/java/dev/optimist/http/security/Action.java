package dev.optimist.http.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a request does, by the name that Elasticsearch has for it: the unit that privileges are made of. */
public enum Action {
    /** What anybody may do, authenticated or not: whether the process is alive says nothing of what it holds. */
    OPEN("optimist:open", Scope.ANYBODY),
    /** What everybody may do who is known. */
    AUTHENTICATE("cluster:admin/xpack/security/user/authenticate", Scope.AUTHENTICATED),
    CAT_LIST("cluster:monitor/cat", Scope.AUTHENTICATED),

    MAIN("cluster:monitor/main", Scope.CLUSTER),
    CLUSTER_HEALTH("cluster:monitor/health", Scope.CLUSTER),
    CLUSTER_STATE("cluster:monitor/state", Scope.CLUSTER),
    CLUSTER_STATS("cluster:monitor/stats", Scope.CLUSTER),
    CLUSTER_SETTINGS("cluster:monitor/settings", Scope.CLUSTER),
    NODES_INFO("cluster:monitor/nodes/info", Scope.CLUSTER),
    NODES_STATS("cluster:monitor/nodes/stats", Scope.CLUSTER),
    TASKS("cluster:monitor/tasks/lists", Scope.CLUSTER),
    PENDING_TASKS("cluster:monitor/task", Scope.CLUSTER),
    LICENSE("cluster:monitor/xpack/license/get", Scope.CLUSTER),
    XPACK("cluster:monitor/xpack/info", Scope.CLUSTER),
    METRICS("cluster:monitor/optimist/metrics", Scope.CLUSTER),
    CONTENTION("cluster:monitor/optimist/contention", Scope.CLUSTER),
    MONITOR("cluster:monitor/optimist", Scope.CLUSTER),

    CONTENTION_RESET("cluster:admin/optimist/contention/reset", Scope.CLUSTER),
    UPDATE_CLUSTER_SETTINGS("cluster:admin/settings/update", Scope.CLUSTER),
    GET_SCRIPT("cluster:admin/script/get", Scope.CLUSTER),
    PUT_SCRIPT("cluster:admin/script/put", Scope.CLUSTER),
    DELETE_SCRIPT("cluster:admin/script/delete", Scope.CLUSTER),
    GET_TEMPLATE("indices:admin/index_template/get", Scope.CLUSTER),
    PUT_TEMPLATE("indices:admin/index_template/put", Scope.CLUSTER),
    DELETE_TEMPLATE("indices:admin/index_template/delete", Scope.CLUSTER),
    GET_COMPONENT_TEMPLATE("cluster:admin/component_template/get", Scope.CLUSTER),
    PUT_COMPONENT_TEMPLATE("cluster:admin/component_template/put", Scope.CLUSTER),
    DELETE_COMPONENT_TEMPLATE("cluster:admin/component_template/delete", Scope.CLUSTER),
    MANAGE("cluster:admin/optimist", Scope.CLUSTER),

    GET_USER("cluster:admin/xpack/security/user/get", Scope.CLUSTER),
    PUT_USER("cluster:admin/xpack/security/user/put", Scope.CLUSTER),
    DELETE_USER("cluster:admin/xpack/security/user/delete", Scope.CLUSTER),
    /** One's own password everybody may change; the endpoint asks whose it is. */
    CHANGE_PASSWORD("cluster:admin/xpack/security/user/change_password", Scope.CLUSTER),
    CREATE_API_KEY("cluster:admin/xpack/security/api_key/create", Scope.CLUSTER),
    GET_API_KEY("cluster:admin/xpack/security/api_key/get", Scope.CLUSTER),
    UPDATE_API_KEY("cluster:admin/xpack/security/api_key/update", Scope.CLUSTER),
    INVALIDATE_API_KEY("cluster:admin/xpack/security/api_key/invalidate", Scope.CLUSTER),
    /** What a request for the keys of others needs beside. */
    API_KEYS_OF_OTHERS("cluster:admin/xpack/security/api_key/*", Scope.CLUSTER),
    /** Of a route that says of itself nothing: nobody but a superuser. */
    UNDECLARED("cluster:admin/optimist/undeclared", Scope.CLUSTER),

    GET("indices:data/read/get", Scope.INDEX),
    MGET("indices:data/read/mget", Scope.ITEMS),
    MGET_ITEM("indices:data/read/mget[shard]", Scope.INDEX),
    SEARCH("indices:data/read/search", Scope.INDEX),
    INDEX("indices:data/write/index", Scope.INDEX),
    CREATE("indices:data/write/index:op_type/create", Scope.INDEX),
    UPDATE("indices:data/write/update", Scope.INDEX),
    DELETE("indices:data/write/delete", Scope.INDEX),
    BULK("indices:data/write/bulk", Scope.ITEMS),
    UPDATE_BY_QUERY("indices:data/write/update/byquery", Scope.INDEX),
    DELETE_BY_QUERY("indices:data/write/delete/byquery", Scope.INDEX),

    AUTO_CREATE_INDEX("indices:admin/auto_create", Scope.INDEX),
    CREATE_INDEX("indices:admin/create", Scope.INDEX),
    DELETE_INDEX("indices:admin/delete", Scope.INDEX),
    GET_INDEX("indices:admin/get", Scope.INDEX),
    GET_INDEX_SETTINGS("indices:monitor/settings/get", Scope.INDEX),
    UPDATE_INDEX_SETTINGS("indices:admin/settings/update", Scope.INDEX),
    GET_MAPPINGS("indices:admin/mappings/get", Scope.INDEX),
    PUT_MAPPING("indices:admin/mapping/put", Scope.INDEX),
    OPEN_INDEX("indices:admin/open", Scope.INDEX),
    CLOSE_INDEX("indices:admin/close", Scope.INDEX),
    ADD_BLOCK("indices:admin/block/add", Scope.INDEX),
    GET_ALIASES("indices:admin/aliases/get", Scope.INDEX),
    ALIASES("indices:admin/aliases", Scope.INDEX),
    ALIAS_ACTIONS("indices:admin/aliases", Scope.ITEMS),
    INDEX_STATS("indices:monitor/stats", Scope.INDEX),
    SEARCH_SHARDS("indices:admin/shards/search_shards", Scope.INDEX),
    REFRESH("indices:admin/refresh", Scope.INDEX),
    FLUSH("indices:admin/flush", Scope.INDEX),
    FORCE_MERGE("indices:admin/forcemerge", Scope.INDEX),
    CLEAR_CACHE("indices:admin/cache/clear", Scope.INDEX);

    /** What an action is allowed on. */
    public enum Scope {
        ANYBODY,
        AUTHENTICATED,
        CLUSTER,
        /** The indices that the request names; all that may be seen where it names none, or a pattern. */
        INDEX,
        /** The index of each item of the body. */
        ITEMS
    }

    private final String wireName;
    private final Scope scope;

    Action(String wireName, Scope scope) {
        this.wireName = wireName;
        this.scope = scope;
    }

    public String wireName() {
        return wireName;
    }

    public Scope scope() {
        return scope;
    }

    /** Returns whether the action is one on indices. */
    boolean onIndices() {
        return scope == Scope.INDEX || scope == Scope.ITEMS;
    }

    /** Returns all actions of which a name begins with one of these. */
    static Set<Action> startingWith(boolean onIndices, String... prefixes) {
        Set<Action> found = EnumSet.noneOf(Action.class);
        for (Action action : values()) {
            if (action.onIndices() == onIndices
                    && action.scope != Scope.ANYBODY
                    && List.of(prefixes).stream().anyMatch(action.wireName::startsWith)) {
                found.add(action);
            }
        }
        return found;
    }

    static Set<Action> of(Action first, Action... more) {
        Set<Action> all = EnumSet.of(first);
        all.addAll(Arrays.asList(more));
        return all;
    }
}
