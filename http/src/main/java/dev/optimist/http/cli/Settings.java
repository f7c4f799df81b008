package dev.optimist.http.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every setting of the service. Options, environment variables, {@code --help} and the start-up table come from here. */
final class Settings {
    private static final String NETWORK = "network";
    private static final String SECURITY_GROUP = "security";
    private static final String API = "api";
    private static final String LIMITS = "limits";
    private static final String TIMES = "times";
    private static final String STORAGE = "storage";
    private static final String OPERATIONS = "operations";

    static final Setting<String> HOST =
            Setting.of("host", NETWORK, ValueType.TEXT, "127.0.0.1", "Address to listen on.");
    static final Setting<Integer> PORT =
            Setting.of("port", NETWORK, ValueType.number(0, 65_535), "9200", "Port to listen on; 0 takes a free one.");
    static final Setting<Boolean> INSECURE_PUBLIC_BIND = Setting.of(
            "insecure-public-bind",
            NETWORK,
            ValueType.FLAG,
            "false",
            "Listen on an address that others can reach, although there is not both authentication and TLS.");
    static final Setting<List<String>> ALLOWED_HOSTS = Setting.of(
            "allowed-hosts",
            NETWORK,
            ValueType.NAMES,
            "",
            "Names that the Host header may bear beside localhost and the loopback addresses.");
    static final Setting<Integer> EVENT_LOOPS = Setting.of(
            "event-loops",
            NETWORK,
            ValueType.number(0, 1024),
            "0",
            "Threads that serve connections; 0 is one per processor.");
    static final Setting<Boolean> HTTP2 = Setting.of(
            "http2",
            NETWORK,
            ValueType.FLAG,
            "true",
            "Speak HTTP/2 with clients that begin with it, or choose it as they encrypt; never as an upgrade of HTTP/1.1.");

    static final Setting<Boolean> SECURITY = Setting.of(
            "security",
            SECURITY_GROUP,
            ValueType.FLAG,
            "false",
            "Ask everybody who they are: users and API keys, and what they may do. The first start prints a password.");

    static final Setting<Optional<Path>> TLS_CERTIFICATE = Setting.of(
            "tls-certificate",
            SECURITY_GROUP,
            ValueType.OPTIONAL_FILE,
            "",
            "PEM file with the server's certificate, and those between it and one that clients trust.");
    static final Setting<Optional<Path>> TLS_KEY = Setting.of(
            "tls-key",
            SECURITY_GROUP,
            ValueType.OPTIONAL_FILE,
            "",
            "PEM file with the certificate's private key: PKCS#8, unencrypted.");
    static final Setting<Boolean> TLS_SELF_SIGNED = Setting.of(
            "tls-self-signed",
            SECURITY_GROUP,
            ValueType.FLAG,
            "false",
            "Encrypt with a certificate made at the start, which nobody vouches for: for trying.");
    static final Setting<Duration> TLS_RELOAD_INTERVAL = Setting.of(
            "tls-reload-interval",
            SECURITY_GROUP,
            ValueType.duration("100ms", "24h"),
            "10s",
            "How often the certificate's files are looked at; a changed one is shown to new connections.");

    static final Setting<String> API_COMPAT = Setting.of(
            "api-compat",
            API,
            ValueType.oneOf("6", "7", "8", "9"),
            "8",
            "Major version of Elasticsearch that answers look like.");
    static final Setting<Boolean> STRICT_CONTENT_TYPE = Setting.of(
            "strict-content-type",
            API,
            ValueType.FLAG,
            "false",
            "Refuse bodies without a JSON content type, also from clients that are no browsers.");

    static final Setting<ByteSize> MAX_CONTENT_LENGTH = Setting.of(
            "max-content-length", LIMITS, ValueType.size("1kb", "1gb"), "100mb", "Longest body of a request.");
    static final Setting<Integer> MAX_GZIP_RATIO = Setting.of(
            "max-gzip-ratio",
            LIMITS,
            ValueType.number(1, 10_000),
            "200",
            "Most bytes that each byte of a packed body may unpack to, once it is over 1mb.");
    static final Setting<ByteSize> MAX_IN_FLIGHT_SIZE = Setting.of(
            "max-in-flight-size",
            LIMITS,
            ValueType.size("0b", "1024gb"),
            "0b",
            "Memory for requests that are not answered and answers that are not read, over which requests are answered"
                    + " 429; 0b is a tenth of the heap. A body may have half of it.");
    static final Setting<ByteSize> MAX_CONNECTION_IN_FLIGHT_SIZE = Setting.of(
            "max-connection-in-flight-size",
            LIMITS,
            ValueType.size("0b", "1024gb"),
            "0b",
            "How much of it one connection may take; 0b is half.");
    static final Setting<Integer> MAX_REQUESTS = Setting.of(
            "max-requests",
            LIMITS,
            ValueType.number(1, 10_000_000),
            "8192",
            "Requests that may be under way; more are answered 429.");
    static final Setting<Integer> MAX_SCRIPTS = Setting.of(
            "max-scripts",
            LIMITS,
            ValueType.number(1, 10_000_000),
            "10000",
            "Runs of scripts that may wait for a thread; more are answered 429.");
    static final Setting<Integer> MAX_PIPELINED_REQUESTS = Setting.of(
            "max-pipelined-requests",
            LIMITS,
            ValueType.number(1, 1_000_000),
            "256",
            "Requests that may wait on one connection; more are answered 429, or refused as streams of HTTP/2.");
    static final Setting<Integer> MAX_CONNECTIONS = Setting.of(
            "max-connections",
            LIMITS,
            ValueType.number(0, 10_000_000),
            "0",
            "Connections that may be open; more are answered 429 and closed. 0 is what the process may open, but for what"
                    + " the store needs.");
    static final Setting<ByteSize> MAX_INITIAL_LINE_LENGTH = Setting.of(
            "max-initial-line-length", LIMITS, ValueType.size("256b", "64kb"), "4kb", "Longest request line.");
    static final Setting<ByteSize> MAX_HEADER_SIZE = Setting.of(
            "max-header-size", LIMITS, ValueType.size("1kb", "1mb"), "16kb", "Longest headers of a request, together.");

    static final Setting<Duration> READ_TIMEOUT = Setting.of(
            "read-timeout",
            TIMES,
            ValueType.duration("10ms", "1h"),
            "10s",
            "Longest pause within a request that is arriving.");
    static final Setting<Duration> REQUEST_TIMEOUT = Setting.of(
            "request-timeout",
            TIMES,
            ValueType.duration("10ms", "1h"),
            "30s",
            "Longest time a request may arrive for.");
    static final Setting<Duration> IDLE_TIMEOUT = Setting.of(
            "idle-timeout",
            TIMES,
            ValueType.duration("10ms", "24h"),
            "60s",
            "How long a connection without a request is kept.");
    static final Setting<Duration> SHUTDOWN_TIMEOUT = Setting.of(
            "shutdown-timeout",
            TIMES,
            ValueType.duration("0s", "1h"),
            "10s",
            "How long SIGTERM waits for requests that are under way.");

    static final Setting<Duration> SLOW_LOG = Setting.of(
            "slow-log",
            TIMES,
            ValueType.duration("0ms", "1h"),
            "0ms",
            "Requests that take this long are logged, with what took how long; 0ms logs none.");

    static final Setting<String> STORE = Setting.of(
            "store",
            STORAGE,
            ValueType.oneOf("rocksdb", "postgres", "memory"),
            "rocksdb",
            "What keeps the documents: a folder, PostgreSQL, or memory alone, where nothing is durable (for tests).");
    static final Setting<Path> DATA =
            Setting.of("data", STORAGE, ValueType.FOLDER, "./data", "Folder that holds the documents.");
    static final Setting<List<String>> POSTGRES_URL = new Setting<>(
            "postgres-url",
            STORAGE,
            ValueType.POSTGRES_URLS,
            "",
            "Database of --store postgres; several, each with this option, share the shards. The same on every node.",
            /* sensitive= */ true);
    static final Setting<Integer> POSTGRES_CONNECTIONS = Setting.of(
            "postgres-connections",
            STORAGE,
            ValueType.number(1, 1_000),
            "8",
            "Most connections to each database for commits, and as many again for reads.");
    static final Setting<Duration> POSTGRES_TIMEOUT = Setting.of(
            "postgres-timeout",
            STORAGE,
            ValueType.duration("10ms", "5m"),
            "3s",
            "Longest wait for a connection, for statements, for a COMMIT, and for finding out what became of it.");
    static final Setting<ByteSize> STORE_CACHE_SIZE = Setting.of(
            "store-cache-size",
            STORAGE,
            ValueType.size("8mb", "1024gb"),
            storeCacheSize(Runtime.getRuntime().maxMemory()),
            "Memory outside of the heap for what was read from disk and for what is not in tables yet; if not set, an"
                    + " eighth of the heap between 8mb and 64mb.");
    static final Setting<ByteSize> DOCUMENT_MEMORY = Setting.of(
            "document-memory",
            STORAGE,
            ValueType.size("0b", "1024gb"),
            "0b",
            "About how much of the heap documents in use may take; 0b is a quarter of it.");
    static final Setting<Integer> MAX_BATCH_OPERATIONS = Setting.of(
            "max-batch-operations",
            STORAGE,
            ValueType.number(1, 1_000_000),
            "4096",
            "Most operations that become durable together.");
    static final Setting<Integer> MAX_PENDING_OPERATIONS = Setting.of(
            "max-pending-operations",
            STORAGE,
            ValueType.number(1, 10_000_000),
            "65536",
            "Operations that may wait for the disk; more are answered 429.");
    static final Setting<Integer> MAX_SEARCH_DOCUMENTS = Setting.of(
            "max-search-documents",
            STORAGE,
            ValueType.number(1, Integer.MAX_VALUE),
            "1000000",
            "Documents that one search may read; one that would have to read more is answered 400.");
    static final Setting<Integer> MAX_BULK_ITEMS = Setting.of(
            "max-bulk-items",
            STORAGE,
            ValueType.number(2, 1_000_000),
            "2048",
            "Items of one bulk request that are under way at once; the others follow as these become durable.");
    static final Setting<ByteSize> BULK_MEMORY = Setting.of(
            "bulk-memory",
            STORAGE,
            ValueType.size("0b", "1gb"),
            "4mb",
            "Memory for one bulk request, or its answer; a longer one is kept in a file while it arrives.");
    static final Setting<Duration> IDEMPOTENCY_WINDOW = Setting.of(
            "idempotency-window",
            STORAGE,
            ValueType.duration("1s", "720h"),
            "10m",
            "How long a write with an Idempotency-Key may be made again to get its first answer.");
    static final Setting<ByteSize> IDEMPOTENCY_SIZE = Setting.of(
            "idempotency-size",
            STORAGE,
            ValueType.size("64kb", "1024gb"),
            "256mb",
            "How much of the disk the answers to such writes may take, about 300 bytes each; more are answered 429.");
    static final Setting<Boolean> ACCEPT_DATA_LOSS = Setting.of(
            "accept-data-loss",
            STORAGE,
            ValueType.FLAG,
            "false",
            "Open a damaged data folder with what can still be read; use a database that does not sync.");
    static final Setting<String> ON_STORE_FAILURE = Setting.of(
            "on-store-failure",
            STORAGE,
            ValueType.oneOf("exit", "reopen"),
            "exit",
            "What follows a failed write or fsync, a full disk say: end with exit code 3, or open the store again under"
                    + " raised primary terms once its folder takes writes.");

    static final Setting<List<Path>> PATH_REPO = Setting.of(
            "path-repo",
            OPERATIONS,
            ValueType.FOLDERS,
            "",
            "Folders that repositories of snapshots may lie in; without one there can be none.");
    static final Setting<Path> LOG_FILE = Setting.of(
            "log-file",
            OPERATIONS,
            ValueType.FILE,
            "",
            "File to log to beside standard output; it gives way to a new one when it is long, and each day.");
    static final Setting<ByteSize> LOG_FILE_SIZE =
            Setting.of("log-file-size", OPERATIONS, ValueType.size("1kb", "10gb"), "100mb", "Longest log file.");
    static final Setting<Integer> LOG_FILES_KEPT = Setting.of(
            "log-files-kept",
            OPERATIONS,
            ValueType.number(1, 10_000),
            "14",
            "For how many days earlier log files are kept, packed.");

    static final List<Setting<?>> ALL = List.of(
            HOST,
            PORT,
            INSECURE_PUBLIC_BIND,
            ALLOWED_HOSTS,
            EVENT_LOOPS,
            HTTP2,
            SECURITY,
            TLS_CERTIFICATE,
            TLS_KEY,
            TLS_SELF_SIGNED,
            TLS_RELOAD_INTERVAL,
            API_COMPAT,
            STRICT_CONTENT_TYPE,
            MAX_CONTENT_LENGTH,
            MAX_GZIP_RATIO,
            MAX_IN_FLIGHT_SIZE,
            MAX_CONNECTION_IN_FLIGHT_SIZE,
            MAX_REQUESTS,
            MAX_SCRIPTS,
            MAX_PIPELINED_REQUESTS,
            MAX_CONNECTIONS,
            MAX_INITIAL_LINE_LENGTH,
            MAX_HEADER_SIZE,
            READ_TIMEOUT,
            REQUEST_TIMEOUT,
            IDLE_TIMEOUT,
            SHUTDOWN_TIMEOUT,
            SLOW_LOG,
            STORE,
            DATA,
            POSTGRES_URL,
            POSTGRES_CONNECTIONS,
            POSTGRES_TIMEOUT,
            STORE_CACHE_SIZE,
            DOCUMENT_MEMORY,
            MAX_BATCH_OPERATIONS,
            MAX_PENDING_OPERATIONS,
            MAX_SEARCH_DOCUMENTS,
            MAX_BULK_ITEMS,
            BULK_MEMORY,
            IDEMPOTENCY_WINDOW,
            IDEMPOTENCY_SIZE,
            ACCEPT_DATA_LOSS,
            ON_STORE_FAILURE,
            PATH_REPO,
            LOG_FILE,
            LOG_FILE_SIZE,
            LOG_FILES_KEPT);

    private Settings() {}

    /** A small heap says that memory is short, a large one that there may be many documents. */
    private static String storeCacheSize(long heapBytes) {
        return Math.max(8, Math.min(1024, heapBytes >> 23)) + "mb";
    }
}
