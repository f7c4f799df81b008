package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexStatistics.ShardStatistics;
import dev.optimist.core.service.IndexTemplate;
import dev.optimist.core.service.Wildcards;
import dev.optimist.http.api.CatTable.Column;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tables of {@code /_cat} beside that of the indices. */
final class CatTables {
    private static final String NOTHING = "-";

    private final DocumentService service;
    private final NodeInfo node;
    private final Clock clock = Clock.systemUTC();

    private CatTables(DocumentService service, NodeInfo node) {
        this.service = service;
        this.node = node;
    }

    static List<Endpoint> all(DocumentService service, NodeInfo node) {
        CatTables tables = new CatTables(service, node);
        return List.of(
                tables.health(),
                tables.count(),
                tables.aliases(),
                tables.shards(),
                tables.nodes(),
                tables.master(),
                tables.templates(),
                pendingTasks());
    }

    private String epoch() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private String time() {
        return LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private Endpoint health() {
        List<Column<ClusterCounts>> columns = List.of(
                Column.text("epoch", "t,time", "seconds since 1970-01-01 00:00:00", row -> epoch()),
                Column.text("timestamp", "ts,hms,hhmmss", "time in HH:MM:SS", row -> time()),
                Column.text("cluster", "cl", "cluster name", row -> node.clusterName()),
                Column.text("status", "st", "health status", ClusterCounts::status),
                Column.number("node.total", "nt,nodeTotal", "total number of nodes", row -> 1),
                Column.number("node.data", "nd,nodeData", "number of nodes that can store data", row -> 1),
                Column.number(
                        "shards", "t,sh,shards.total,shardsTotal", "total number of shards", row -> row.primaries()),
                Column.number(
                        "pri", "p,shards.primary,shardsPrimary", "number of primary shards", row -> row.primaries()),
                Column.number("relo", "r,shards.relocating,shardsRelocating", "number of relocating nodes", row -> 0),
                Column.number(
                        "init", "i,shards.initializing,shardsInitializing", "number of initializing nodes", row -> 0),
                Column.number(
                        "unassign",
                        "u,shards.unassigned,shardsUnassigned",
                        "number of unassigned shards",
                        row -> row.copies() - row.primaries()),
                Column.number(
                        "unassign.pri",
                        "up,shards.unassigned.primary,shardsUnassignedPrimary",
                        "number of unassigned primary shards",
                        row -> 0),
                Column.number("pending_tasks", "pt,pendingTasks", "number of pending tasks", row -> 0),
                Column.text(
                        "max_task_wait_time",
                        "mtwt,maxTaskWaitTime",
                        "wait time of longest task pending",
                        row -> NOTHING),
                Column.number(
                        "active_shards_percent",
                        "asp,activeShardsPercent",
                        "active number of shards in percent",
                        row -> String.format(Locale.ROOT, "%.1f%%", row.activePercent())));
        return new CatEndpoint<>(
                List.of("/_cat/health"),
                columns,
                (request, expression, view) ->
                        List.of(ClusterCounts.of(service.indices().all())));
    }

    private Endpoint count() {
        List<Column<Long>> columns = List.of(
                Column.text("epoch", "t,time", "seconds since 1970-01-01 00:00:00", row -> epoch()),
                Column.text("timestamp", "ts,hms,hhmmss", "time in HH:MM:SS", row -> time()),
                Column.text("count", "dc,docs.count,docsCount", "the document count", row -> row.toString()));
        return new CatEndpoint<>(
                List.of("/_cat/count", "/_cat/count/{index}"),
                columns,
                (request, expression, view) -> List.of(expression.resolve(service.indices()).stream()
                        .filter(IndexMetadata::open)
                        .mapToLong(index ->
                                service.indices().statistics(index.name()).documents())
                        .sum()));
    }

    /** An alias of one index. */
    private record AliasRow(String alias, String index, Map<String, Object> properties) {
        String property(String name) {
            return properties.getOrDefault(name, NOTHING).toString();
        }
    }

    private Endpoint aliases() {
        List<Column<AliasRow>> columns = List.of(
                Column.text("alias", "a", "alias name", AliasRow::alias),
                Column.text("index", "i,idx", "index alias points to", AliasRow::index),
                Column.text("filter", "f,fi", "filter", row -> row.properties.containsKey("filter") ? "*" : NOTHING),
                Column.text("routing.index", "ri,routingIndex", "index routing", row -> row.property("index_routing")),
                Column.text(
                        "routing.search", "rs,routingSearch", "search routing", row -> row.property("search_routing")),
                Column.text("is_write_index", "w,isWriteIndex", "write index", row -> row.property("is_write_index")));
        return new CatEndpoint<>(
                List.of("/_cat/aliases", "/_cat/aliases/{alias}"), columns, (request, expression, view) -> {
                    Predicate<String> wanted = wanted(request.parameters().string("alias"));
                    List<AliasRow> rows = new ArrayList<>();
                    service.indices()
                            .all()
                            .forEach(index -> index.aliases().forEach((alias, properties) -> {
                                if (wanted.test(alias)) {
                                    rows.add(new AliasRow(alias, index.name(), properties));
                                }
                            }));
                    return rows;
                });
    }

    private static Predicate<String> wanted(@Nullable String names) {
        return names == null ? name -> true : Wildcards.anyOf(names);
    }

    /** A copy of a shard: the primary, or a replica that is nowhere. */
    private record ShardRow(String index, ShardStatistics shard, boolean primary, String size) {
        String there(Object value) {
            return primary ? value.toString() : "";
        }
    }

    private Endpoint shards() {
        List<Column<ShardRow>> columns = List.of(
                Column.text("index", "i,idx", "index name", ShardRow::index),
                Column.text("shard", "s,sh", "shard name", row -> Integer.toString(row.shard.number())),
                Column.text("prirep", "p,pr,primaryOrReplica", "primary or replica", row -> row.primary ? "p" : "r"),
                Column.text("state", "st", "shard state", row -> row.primary ? "STARTED" : "UNASSIGNED"),
                Column.number("docs", "d,dc", "number of docs in shard", row -> row.there(row.shard.documents())),
                Column.number(
                        "store", "sto", "store size of shard (how much disk it uses)", row -> row.there(row.size)),
                Column.text("ip", "default", "ip of node where it lives", row -> row.there("127.0.0.1")),
                Column.<ShardRow>text("id", "", "unique id of node where it lives", row -> row.there(node.nodeName()))
                        .hidden(),
                Column.text("node", "n", "name of node where it lives", row -> row.there(node.nodeName())),
                Column.<ShardRow>number(
                                "seq_no.max",
                                "sqm,maxSeqNo",
                                "max sequence number",
                                row -> row.there(row.shard.maxSeqNo()))
                        .hidden(),
                Column.<ShardRow>number(
                                "seq_no.local_checkpoint",
                                "sql,localCheckpoint",
                                "local checkpoint",
                                row -> row.there(row.shard.maxSeqNo()))
                        .hidden(),
                Column.<ShardRow>number(
                                "seq_no.global_checkpoint",
                                "sqg,globalCheckpoint",
                                "global checkpoint",
                                row -> row.there(row.shard.maxSeqNo()))
                        .hidden(),
                Column.<ShardRow>text(
                                "unassigned.reason",
                                "ur",
                                "reason shard became unassigned",
                                row -> row.primary ? "" : "INDEX_CREATED")
                        .hidden());
        return new CatEndpoint<>(
                List.of("/_cat/shards", "/_cat/shards/{index}"),
                columns,
                (request, expression, view) -> shardRows(expression, view.byteUnit()));
    }

    private List<ShardRow> shardRows(IndexExpression expression, String unit) {
        StoreShares shares = StoreShares.of(service);
        List<ShardRow> rows = new ArrayList<>();
        for (IndexMetadata index : expression.resolve(service.indices())) {
            for (ShardStatistics shard :
                    service.indices().statistics(index.name()).shards()) {
                String size = ByteText.of(shares.bytes(shard.documents()), unit);
                for (int copy = 0; copy <= index.numberOfReplicas(); copy++) {
                    rows.add(new ShardRow(index.name(), shard, /* primary= */ copy == 0, size));
                }
            }
        }
        return rows;
    }

    private Endpoint nodes() {
        Runtime runtime = Runtime.getRuntime();
        List<Column<NodeInfo>> columns = List.of(
                Column.text("ip", "i", "ip address", row -> "127.0.0.1"),
                Column.number(
                        "heap.percent",
                        "hp,heapPercent",
                        "used heap ratio",
                        row -> 100 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory()),
                Column.text("node.role", "r,role,nodeRole", "m:master eligible node, d:data node", row -> "dm"),
                Column.text("master", "m", "*:current master", row -> "*"),
                Column.text("name", "n", "node name", NodeInfo::nodeName));
        return new CatEndpoint<>(List.of("/_cat/nodes"), columns, (request, expression, view) -> List.of(node));
    }

    private Endpoint master() {
        List<Column<NodeInfo>> columns = List.of(
                Column.text("id", "", "node id", NodeInfo::nodeName),
                Column.text("host", "h", "host name", row -> "127.0.0.1"),
                Column.text("ip", "", "ip address ", row -> "127.0.0.1"),
                Column.text("node", "n", "node name", NodeInfo::nodeName));
        return new CatEndpoint<>(List.of("/_cat/master"), columns, (request, expression, view) -> List.of(node));
    }

    private Endpoint templates() {
        List<Column<Map.Entry<String, IndexTemplate>>> columns = List.of(
                Column.text("name", "n", "template name", Map.Entry::getKey),
                Column.text(
                        "index_patterns",
                        "t",
                        "template index patterns",
                        row -> row.getValue().indexPatterns().toString()),
                Column.text(
                        "order",
                        "o,p",
                        "template application order/priority number",
                        row -> text(row.getValue().priority())),
                Column.text(
                        "version",
                        "v",
                        "version",
                        row -> text(row.getValue().extra().get("version"))),
                Column.text(
                        "composed_of",
                        "c",
                        "component templates comprising index template",
                        row -> row.getValue().composedOf().toString()));
        return new CatEndpoint<>(
                List.of("/_cat/templates", "/_cat/templates/{name}"), columns, (request, expression, view) -> {
                    Predicate<String> wanted = wanted(request.parameters().string("name"));
                    return service.indices().templates().templates().entrySet().stream()
                            .filter(entry -> wanted.test(entry.getKey()))
                            .toList();
                });
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Endpoint pendingTasks() {
        List<Column<String>> columns = List.of(
                Column.text("insertOrder", "o", "task insertion order", row -> row),
                Column.text("timeInQueue", "t", "how long task has been in queue", row -> row),
                Column.text("priority", "p", "task priority", row -> row),
                Column.text("source", "s", "task source", row -> row));
        return new CatEndpoint<>(
                List.of("/_cat/pending_tasks"), columns, (request, expression, view) -> List.<String>of());
    }
}
