package dev.optimist.http.testkit;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.ClusterSettings;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexAdministration;
import dev.optimist.core.service.IndexTemplates;
import dev.optimist.http.cli.OptimistConfiguration;
import dev.optimist.http.cli.RunningServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A server within this process, for tests: it listens on a loopback port when {@link Builder#start} returns, and is gone
 * when {@link #close} does.
 *
 * <p>Only programs under test need HTTP; the test itself resets the server and makes it fail ({@link #faults}).
 */
public final class OptimistServer implements AutoCloseable {
    private static final Duration RESET_TIMEOUT = Duration.ofSeconds(30);

    private final RunningServer server;
    private final Faults faults;

    private OptimistServer(RunningServer server, Faults faults) {
        this.server = server;
        this.faults = faults;
    }

    /** Starts a server that keeps everything in memory, on a free port. */
    public static OptimistServer start() {
        return inMemory().start();
    }

    /** Begins a server that keeps everything in memory: gone when it is closed. */
    public static Builder inMemory() {
        return new Builder().setting("store", "memory");
    }

    /** Begins a server on a folder, which is made where it is missing and outlives the server. */
    public static Builder onFolder(Path folder) {
        return new Builder().setting("store", "rocksdb").setting("data", folder.toString());
    }

    /** What a server is started with: a free port and the service's own defaults, unless said otherwise. */
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();

        private Builder() {
            setting("port", "0");
        }

        public Builder port(int port) {
            return setting("port", Integer.toString(port));
        }

        /** Sets which major version of Elasticsearch answers look like. */
        public Builder apiCompat(int majorVersion) {
            return setting("api-compat", Integer.toString(majorVersion));
        }

        /** Sets one of the settings that {@code --help} lists, by its name without the dashes. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /**
         * Starts a server; blocks until it listens. May be called again, for one more server.
         *
         * @throws IllegalArgumentException with everything that is wrong with the settings
         * @throws dev.optimist.http.cli.StartException where the port or the folder cannot be had
         */
        public OptimistServer start() {
            String[] options = settings.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new);
            Faults faults = new Faults();
            RunningServer server = RunningServer.start(OptimistConfiguration.of(options), faults.wrapping());
            faults.writeTo(server::service);
            return new OptimistServer(server, faults);
        }
    }

    /** Returns where the server listens, without a slash at the end: {@code http://127.0.0.1:40123}. */
    public URI url() {
        return server.url();
    }

    public int port() {
        return server.address().getPort();
    }

    /** Returns what makes operations of this server fail. */
    public Faults faults() {
        return faults;
    }

    /**
     * Deletes all indices, templates and stored scripts, sets the cluster's settings back and forgets all faults; nothing
     * else may be under way.
     */
    public void reset() {
        faults.clear();
        DocumentService service = server.service();
        IndexAdministration indices = service.indices();
        indices.delete(indices.all().stream().map(IndexMetadata::name).toList())
                .then(forgetTemplates(indices.templates()))
                .then(forgetSettings(indices.clusterSettings()))
                .then(service.storedScripts().deleteAll())
                .block(RESET_TIMEOUT);
    }

    private static Mono<Void> forgetTemplates(IndexTemplates templates) {
        return Mono.defer(() -> templates
                .delete(List.copyOf(templates.templates().keySet()))
                .then(templates.deleteComponents(
                        List.copyOf(templates.components().keySet()))));
    }

    private static Mono<Void> forgetSettings(ClusterSettings settings) {
        return Mono.defer(() -> {
            ClusterSettings.State state = settings.state();
            return state.persistent().isEmpty() && state.transients().isEmpty()
                    ? Mono.empty()
                    : settings.update(unset(state.persistent()), unset(state.transients()))
                            .then();
        });
    }

    private static Map<String, @Nullable String> unset(Map<String, String> settings) {
        Map<String, @Nullable String> unset = new HashMap<>();
        settings.keySet().forEach(name -> unset.put(name, null));
        return unset;
    }

    /** Answers what is under way, then lets go of port and folder. */
    @Override
    public void close() {
        server.close();
    }
}
