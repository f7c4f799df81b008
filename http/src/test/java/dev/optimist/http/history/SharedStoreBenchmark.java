package dev.optimist.http.history;

import dev.optimist.core.store.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures durable PUTs over the embedded store, over one, two and three nodes with as many databases, and beside them a
 * naive conditional UPDATE for each operation, all in one run. The connections are shared out among the nodes. Needs wrk and PostgreSQL with pgbench; the built jar.
 *
 * <p>{@code java -cp … dev.optimist.http.history.SharedStoreBenchmark [seconds] [folder]}; RATIONALE of core has the line.
 * With 6 seconds for each round it takes about three minutes.
 */
public final class SharedStoreBenchmark {
    private static final int DOCUMENTS = 20_000;
    private static final int CONNECTIONS = Integer.getInteger("optimist.bench.connections", 256);
    private static final int NAIVE_CONNECTIONS = 32;
    private static final int WARM_UP_SECONDS = Integer.getInteger("optimist.bench.warm-up", 8);
    private static final int SHARDS = Integer.getInteger("optimist.bench.shards", 1);
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+(\\S+)");
    private static final int TICKS_PER_SECOND = 100;

    private final int seconds;
    private final Path folder;
    private final List<ServerProcess> nodes = new ArrayList<>();
    private final Map<String, Double> rates = new LinkedHashMap<>();

    private SharedStoreBenchmark(int seconds, Path folder) {
        this.seconds = seconds;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
        Path folder = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("optimist-shared-bench");
        new SharedStoreBenchmark(seconds, folder).run();
        System.exit(0);
    }

    private void run() throws Exception {
        try (PostgresServer database = PostgresServer.start("max_wal_size = '4GB'", "shared_buffers = '256MB'")) {
            System.out.println("| store | work | 1/s | p99 | processor µs/request: nodes | database |");
            System.out.println("|---|---|---:|---:|---:|---:|");
            nodes.add(ServerProcess.launch(new ServerProcess.Launch(folder.resolve("data"))
                    .heap("-Xmx512m")
                    .asUsersDo()));
            measure("embedded", database, "put-random", "put-hot");
            for (int number = 1; number <= 3; number++) {
                List<String> options = new ArrayList<>(List.of("--store=postgres"));
                for (int k = 0; k < number; k++) {
                    options.add("--postgres-url=" + database.newDatabase());
                }
                for (int k = 0; k < number; k++) {
                    ServerProcess node = ServerProcess.launch(new ServerProcess.Launch(folder.resolve("unused"))
                            .heap("-Xmx512m")
                            .asUsersDo()
                            .options(options.toArray(String[]::new)));
                    nodes.add(node);
                    node.awaitPort();
                }
                String name = number == 1 ? "1 node" : number + " nodes, " + number + " databases";
                measure(name, database, "put-random", "put-hot");
            }
            naive(database);
            System.out.printf(
                    "random: %.2f of the embedded store; one hot document: %.1f times the naive UPDATE%n",
                    ratio("1 node put-random", "embedded put-random"), ratio("1 node put-hot", "naive put-hot"));
        }
    }

    private double ratio(String one, String other) {
        return Objects.requireNonNull(rates.get(one)) / Objects.requireNonNull(rates.get(other));
    }

    private void measure(String store, PostgresServer database, String... works) throws Exception {
        int[] ports = new int[nodes.size()];
        for (int node = 0; node < ports.length; node++) {
            ports[node] = nodes.get(node).awaitPort();
        }
        try (Connection first = new Connection(ports[0])) {
            first.exchange("PUT", "/bench", "{\"settings\":{\"number_of_shards\":" + SHARDS * nodes.size() + "}}");
        }
        for (String work : works) {
            wrk(work, ports, WARM_UP_SECONDS);
            long nodesBefore = nodeTicks();
            long databaseBefore = database.processorTicks();
            List<String> printed = wrk(work, ports, seconds);
            double rate =
                    printed.stream().mapToDouble(text -> number(RATE, text)).sum();
            double requests = rate * seconds;
            rates.put(store + " " + work, rate);
            System.out.printf(
                    "| %s | %s | %,.0f | %s | %.0f | %.0f |%n",
                    store,
                    work,
                    rate,
                    text(P99, printed.get(0)),
                    micros(nodeTicks() - nodesBefore, requests),
                    micros(database.processorTicks() - databaseBefore, requests));
        }
        for (ServerProcess node : nodes) {
            node.terminate();
        }
        nodes.clear();
    }

    private static double micros(long ticks, double requests) {
        return 1e6 * ticks / TICKS_PER_SECOND / requests;
    }

    private long nodeTicks() throws IOException {
        long ticks = 0;
        for (ServerProcess node : nodes) {
            ticks += PostgresServer.processorTicks(node.pid());
        }
        return ticks;
    }

    private List<String> wrk(String work, int[] ports, int duration) throws IOException, InterruptedException {
        Path script = folder.resolve(work + ".lua");
        String id = work.equals("put-hot") ? "\"hot\"" : "math.random(" + DOCUMENTS + ")";
        Files.writeString(script, """
                math.randomseed(os.time())
                local headers = {["Content-Type"] = "application/json"}
                request = function()
                  return wrk.format("PUT", "/bench/_doc/" .. %s, headers,
                    '{"name":"a document of sixty-two bytes","count":' .. math.random(1000, 9999) .. '}')
                end
                done = function(summary, latency, requests)
                  if summary.errors.status > 0 then print("refused: " .. summary.errors.status) end
                end
                """.formatted(id));
        List<Process> running = new ArrayList<>();
        List<Path> outputs = new ArrayList<>();
        for (int port : ports) {
            Path output = Files.createTempFile(folder, "wrk", ".out");
            outputs.add(output);
            running.add(new ProcessBuilder(
                            "wrk",
                            "-t1",
                            "-c" + CONNECTIONS / ports.length,
                            "-d" + duration + "s",
                            "--latency",
                            "-s",
                            script.toString(),
                            "http://127.0.0.1:" + port + "/")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start());
        }
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < running.size(); i++) {
            running.get(i).waitFor(duration + 30L, TimeUnit.SECONDS);
            printed.add(Files.readString(outputs.get(i), StandardCharsets.UTF_8));
            if (printed.get(i).contains("refused") || printed.get(i).contains("Socket errors")) {
                System.out.println(
                        "(" + printed.get(i).replaceAll("(?s).*?((Socket errors|refused)[^\n]*).*", "$1") + ")");
            }
        }
        return printed;
    }

    /** What everybody writes first: read, then one UPDATE that names the seq_no; a transaction for each operation. */
    private void naive(PostgresServer database) throws Exception {
        String name = database.newDatabaseName();
        database.sql(name, "CREATE TABLE doc (id int PRIMARY KEY, seq_no bigint NOT NULL, source bytea NOT NULL)");
        database.sql(
                name,
                "INSERT INTO doc SELECT n, 0, decode(repeat('00', 62), 'hex') FROM generate_series(1, " + DOCUMENTS
                        + ") n");
        for (String id : List.of("random(1, " + DOCUMENTS + ")", "1")) {
            String script = """
                    \\set id %s
                    SELECT seq_no FROM doc WHERE id = :id \\gset
                    UPDATE doc SET seq_no = seq_no + 1, source = decode(repeat('01', 62), 'hex') WHERE id = :id AND seq_no = :seq_no
                    """.formatted(id);
            long before = successes(database, name);
            long ticks = database.processorTicks();
            database.pgbench(name, script, NAIVE_CONNECTIONS, seconds);
            double rate = (successes(database, name) - before) / (double) seconds;
            String work = id.equals("1") ? "put-hot" : "put-random";
            rates.put("naive " + work, rate);
            System.out.printf(
                    "| naive UPDATE | %s | %,.0f | | | %.0f |%n",
                    work, rate, micros(database.processorTicks() - ticks, rate * seconds));
        }
    }

    private static long successes(PostgresServer database, String name) {
        return Long.parseLong(database.sql(name, "SELECT sum(seq_no) FROM doc"));
    }

    private static double number(Pattern pattern, String text) {
        return Double.parseDouble(text(pattern, text));
    }

    private static String text(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in: " + text);
        }
        return String.valueOf(matcher.group(1));
    }
}
