package dev.optimist.http.cli;

import dev.optimist.core.service.ServiceConfiguration;
import dev.optimist.http.cli.OptimistConfiguration.Access;
import dev.optimist.http.cli.OptimistConfiguration.Operations;
import dev.optimist.http.cli.OptimistConfiguration.Storage;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.server.ServerConfiguration;
import dev.optimist.http.server.ServerConfiguration.Limits;
import dev.optimist.http.server.ServerConfiguration.Timeouts;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the command line and the environment into a configuration, and finds everything that is wrong with them. */
final class ConfigurationReader {
    private final List<String> problems = new ArrayList<>();

    private ConfigurationReader() {}

    /** What came of reading. */
    sealed interface Outcome {
        /** All is well. */
        record Run(OptimistConfiguration configuration, List<String> table) implements Outcome {}

        /** The user asked for words, not for a server. */
        record Print(String text) implements Outcome {}

        /** Nothing is started; each problem is one line. */
        record Refuse(List<String> problems) implements Outcome {}
    }

    static Outcome read(List<String> arguments, Map<String, String> environment) {
        return new ConfigurationReader().outcome(arguments, environment);
    }

    private Outcome outcome(List<String> arguments, Map<String, String> environment) {
        OptionTexts options = OptionTexts.read(arguments);
        if (options.helpAsked()) {
            return new Outcome.Print(Usage.text());
        }
        if (options.versionAsked()) {
            return new Outcome.Print("Optimist " + version() + System.lineSeparator());
        }
        problems.addAll(options.problems());
        SettingValues read = SettingValues.read(options.texts(), environment);
        problems.addAll(read.problems());
        return configuration(read);
    }

    /** Makes every part whose settings could be read, so that what is wrong with the parts is found too. */
    private Outcome configuration(SettingValues read) {
        Limits limits = checked(() -> limits(read));
        Timeouts timeouts = checked(() -> timeouts(read));
        ServiceConfiguration service = checked(() -> service(read));
        Access access = checked(() -> access(read));
        Storage storage = checked(() -> storage(read));
        Operations operations = checked(() -> operations(read));
        InetSocketAddress address = checked(() -> address(read));
        if (address != null && access != null) {
            checked(() -> access.requireAllowed(address));
        }
        if (limits == null || timeouts == null || service == null || access == null || storage == null) {
            return new Outcome.Refuse(problems);
        }
        ServerConfiguration server = checked(() -> server(read, limits, timeouts));
        return problems.isEmpty() && server != null && operations != null
                ? new Outcome.Run(new OptimistConfiguration(server, access, service, storage, operations), read.table())
                : new Outcome.Refuse(problems);
    }

    /** Notes what is wrong with a part; that a setting of it could not be read has been noted before. */
    private <T> @Nullable T checked(Supplier<T> part) {
        try {
            return part.get();
        } catch (SettingValues.UnreadableException e) {
            return null;
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static InetSocketAddress address(SettingValues read) {
        return new InetSocketAddress(read.get(Settings.HOST), read.get(Settings.PORT));
    }

    private static Access access(SettingValues read) {
        return new Access(
                read.get(Settings.INSECURE_PUBLIC_BIND),
                read.get(Settings.ALLOWED_HOSTS),
                read.get(Settings.SECURITY),
                new OptimistConfiguration.Tls(
                        read.get(Settings.TLS_CERTIFICATE),
                        read.get(Settings.TLS_KEY),
                        read.get(Settings.TLS_SELF_SIGNED),
                        read.get(Settings.TLS_RELOAD_INTERVAL)));
    }

    private static Storage storage(SettingValues read) {
        return new Storage(
                Storage.Kind.valueOf(read.get(Settings.STORE).toUpperCase(Locale.ROOT)),
                read.get(Settings.DATA),
                new Storage.Databases(
                        read.get(Settings.POSTGRES_URL),
                        read.get(Settings.POSTGRES_CONNECTIONS),
                        read.get(Settings.POSTGRES_TIMEOUT)),
                read.get(Settings.STORE_CACHE_SIZE).bytes(),
                read.get(Settings.BULK_MEMORY).intBytes(),
                read.get(Settings.ACCEPT_DATA_LOSS),
                read.get(Settings.ON_STORE_FAILURE).equals("reopen"));
    }

    private static Operations operations(SettingValues read) {
        Path file = read.get(Settings.LOG_FILE);
        return new Operations(
                read.get(Settings.PATH_REPO),
                file.toString().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new LogFiles(
                                file, read.get(Settings.LOG_FILE_SIZE), read.get(Settings.LOG_FILES_KEPT))));
    }

    private static ServerConfiguration server(SettingValues read, Limits limits, Timeouts timeouts) {
        return new ServerConfiguration(
                address(read),
                read.get(Settings.EVENT_LOOPS),
                read.get(Settings.HTTP2),
                ApiVersion.valueOf("V" + read.get(Settings.API_COMPAT)),
                read.get(Settings.STRICT_CONTENT_TYPE),
                limits,
                timeouts,
                read.get(Settings.SLOW_LOG),
                InFlightLimits.of(read));
    }

    private static Limits limits(SettingValues read) {
        return new Limits(
                read.get(Settings.MAX_INITIAL_LINE_LENGTH).intBytes(),
                read.get(Settings.MAX_HEADER_SIZE).intBytes(),
                read.get(Settings.MAX_CONTENT_LENGTH).intBytes(),
                read.get(Settings.MAX_GZIP_RATIO));
    }

    private static Timeouts timeouts(SettingValues read) {
        return new Timeouts(
                read.get(Settings.READ_TIMEOUT),
                read.get(Settings.REQUEST_TIMEOUT),
                read.get(Settings.IDLE_TIMEOUT),
                read.get(Settings.SHUTDOWN_TIMEOUT));
    }

    private static ServiceConfiguration service(SettingValues read) {
        ServiceConfiguration defaults = ServiceConfiguration.defaults();
        long documentBytes = read.get(Settings.DOCUMENT_MEMORY).bytes();
        return new ServiceConfiguration(
                documentBytes == 0 ? defaults.registerMemoryBytes() : documentBytes,
                read.get(Settings.MAX_BATCH_OPERATIONS),
                read.get(Settings.MAX_PENDING_OPERATIONS),
                defaults.tombstoneSweepInterval(),
                defaults.scripts().withQueuedMax(read.get(Settings.MAX_SCRIPTS)),
                new ServiceConfiguration.Bulk(
                        read.get(Settings.MAX_BULK_ITEMS), defaults.bulk().bytesInFlightMax()),
                defaults.search().withDocumentsReadMax(read.get(Settings.MAX_SEARCH_DOCUMENTS)),
                new ServiceConfiguration.Idempotency(
                        read.get(Settings.IDEMPOTENCY_WINDOW),
                        read.get(Settings.IDEMPOTENCY_SIZE).bytes()));
    }

    /** Returns the version that the jar's manifest names. */
    static String version() {
        String version = ConfigurationReader.class.getPackage().getImplementationVersion();
        return version == null ? "(unreleased)" : version;
    }
}
