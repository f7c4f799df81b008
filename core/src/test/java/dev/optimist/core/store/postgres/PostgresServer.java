package dev.optimist.core.store.postgres;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL in a folder of its own, on a free port of the loopback address. It refuses to run as root, so there it
 * runs as the user that its package makes. Ends with the process that started it, if not before.
 */
public final class PostgresServer implements AutoCloseable {
    private static final int VERSION_MIN = 15;
    private static final String USER = "optimist";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** The server that all tests of a process share. */
    private static final class Shared {
        private static final PostgresServer SERVER = start();
    }

    private final Path binaries;
    private final Path folder;
    private final int port;

    private PostgresServer(Path binaries, Path folder, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-postgres"));
    }

    /** Returns the server of this process; skips the test aloud where no PostgreSQL is installed. */
    public static PostgresServer shared() {
        requireInstalled();
        return Shared.SERVER;
    }

    /** Starts a server; skips the test aloud where no PostgreSQL is installed. {@code settings} are as {@code -c} takes. */
    public static PostgresServer start(String... settings) {
        Path binaries = requireInstalled();
        Path folder = newFolder();
        PostgresServer server = new PostgresServer(binaries, folder, freePort());
        server.run("initdb", "-D", server.data(), "-U", USER, "--auth=trust", "-E", "UTF8", "--no-locale", "-N");
        server.configure(settings);
        server.up();
        return server;
    }

    /** Makes a standby of this server that streams from it, under the name that it may be waited for by. */
    public PostgresServer standby(String name) {
        PostgresServer standby = new PostgresServer(binaries, newFolder(), freePort());
        standby.run(
                "pg_basebackup",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                USER,
                "-D",
                standby.data(),
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "-d",
                "application_name=" + name);
        standby.configure();
        standby.up();
        return standby;
    }

    private static Path requireInstalled() {
        Optional<Path> found = find();
        if (found.isEmpty()) { // else nothing of JUnit is needed: benchmarks come without
            assumeTrue(
                    false,
                    "PostgreSQL " + VERSION_MIN
                            + " or later is not installed (initdb was not found): nothing of the shared"
                            + " store is tested; Debian's package is postgresql");
        }
        return found.orElseThrow();
    }

    private static Optional<Path> find() {
        Stream<Path> onPath =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of);
        return Stream.concat(packaged(), onPath)
                .filter(folder ->
                        Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve("pg_ctl")))
                .findFirst();
    }

    private static Stream<Path> packaged() {
        File[] versions = new File("/usr/lib/postgresql").listFiles((parent, name) -> name.matches("\\d+"));
        return Stream.of(versions == null ? new File[0] : versions)
                .filter(version -> Integer.parseInt(version.getName()) >= VERSION_MIN)
                .sorted(Comparator.comparing((File version) -> Integer.valueOf(version.getName()))
                        .reversed())
                .map(version -> version.toPath().resolve("bin"));
    }

    private static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("optimist-postgres");
            if (root()) {
                execute(List.of("chown", "postgres", folder.toString()));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void configure(String... settings) {
        List<String> lines = new ArrayList<>(List.of(
                "listen_addresses = '127.0.0.1'",
                "port = " + port,
                "unix_socket_directories = ''",
                "shared_buffers = '64MB'",
                "max_connections = 200",
                "log_min_messages = 'warning'",
                "include_if_exists = 'changed.conf'"));
        for (String setting : settings) {
            lines.add(setting);
        }
        write("postgresql.conf", lines);
    }

    /** Changes settings of the running server, those of before excepted. */
    public void set(String... settings) {
        write("changed.conf", List.of(settings));
        run("pg_ctl", "reload", "-D", data());
    }

    private void write(String file, List<String> lines) {
        try {
            Path path = Path.of(data()).resolve(file);
            boolean keeps = file.equals("postgresql.conf") && Files.exists(path);
            String before = keeps ? Files.readString(path) : "";
            Files.writeString(path, before + String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
            if (root()) {
                execute(List.of("chown", "postgres", path.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again after a {@link #stop}. */
    public void up() {
        run(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                "60",
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString());
    }

    /** Stops the server as a crash does: connections are cut, and the next start recovers. */
    public void stop() {
        run("pg_ctl", "stop", "-m", "immediate", "-D", data());
    }

    /** Makes the standby a primary; completes once it takes writes. */
    public void promote() {
        run("pg_ctl", "promote", "-w", "-D", data());
    }

    public int port() {
        return port;
    }

    /** Makes an empty database and returns its R2DBC address. */
    public String newDatabase() {
        return url(newDatabaseName());
    }

    /** The statement that deletes all that stores have written into a database, but not its tables: these take long to make. */
    static final String EMPTY = """
            DO $$ DECLARE emptied text; BEGIN
                FOR emptied IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
                        AND tablename <> 'optimist_schema' LOOP
                    EXECUTE 'DELETE FROM ' || emptied;
                END LOOP;
            END $$""";

    /** Deletes all that stores have written into a database. */
    public void empty(String database) {
        sql(database, EMPTY);
    }

    /** Makes an empty database and returns its name. */
    public String newDatabaseName() {
        String name = "test" + DATABASES.incrementAndGet();
        sql("postgres", "CREATE DATABASE " + name);
        return name;
    }

    public String url(String database) {
        return url(database, port);
    }

    /** Returns the address of a database by way of another port, a proxy's say. */
    public static String url(String database, int port) {
        return "r2dbc:postgresql://" + USER + "@127.0.0.1:" + port + "/" + database;
    }

    /** Runs a statement by psql and returns what it prints. */
    public String sql(String database, String statement) {
        return run(
                        "psql",
                        "-X",
                        "-q",
                        "-A",
                        "-t",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        USER,
                        "-d",
                        database,
                        "-c",
                        statement)
                .strip();
    }

    /** Runs a pgbench script from so many connections for so many seconds, each statement prepared. */
    public String pgbench(String database, String script, int connections, int seconds) throws IOException {
        Path file = Files.writeString(folder.resolve("script.sql"), script);
        return run(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                USER,
                "-c",
                Integer.toString(connections),
                "-j",
                "2",
                "-T",
                Integer.toString(seconds),
                "-f",
                file.toString(),
                database);
    }

    /** Returns the processor time that all processes of the server have taken, in ticks. */
    public long processorTicks() throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0).strip());
        long ticks = processorTicks(postmaster);
        for (ProcessHandle child :
                ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
            ticks += processorTicks(child.pid());
        }
        return ticks;
    }

    /** Returns the processor time of a process and of those that it has waited for, in ticks; 0 where it is gone. */
    public static long processorTicks(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }

    private String run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        return execute(command);
    }

    private static String execute(List<String> command) {
        try {
            Path output = Files.createTempFile("optimist-postgres", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .directory(new File(System.getProperty("java.io.tmpdir")))
                    .start();
            boolean ended = process.waitFor(90, TimeUnit.SECONDS);
            String printed = Files.readString(output);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops the server, if it runs, and deletes everything. */
    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        if (Files.exists(Path.of(data(), "postmaster.pid"))) {
            stop();
        }
        execute(List.of("rm", "-rf", folder.toString()));
    }
}
