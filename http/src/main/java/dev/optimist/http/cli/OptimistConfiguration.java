package dev.optimist.http.cli;

import dev.optimist.core.service.ServiceConfiguration;
import dev.optimist.http.api.SpoolLimits;
import dev.optimist.http.security.BindGuard;
import dev.optimist.http.security.RequestGuard;
import dev.optimist.http.server.ServerConfiguration;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a server is started with. */
public record OptimistConfiguration(
        ServerConfiguration server,
        Access access,
        ServiceConfiguration service,
        Storage storage,
        Operations operations) {
    public OptimistConfiguration {
        access.requireAllowed(server.address());
    }

    /**
     * Reads a configuration from options as they stand on the command line; the environment is left out.
     *
     * @throws IllegalArgumentException with everything that is wrong with them
     */
    public static OptimistConfiguration of(String... options) {
        ConfigurationReader.Outcome outcome = ConfigurationReader.read(List.of(options), Map.of());
        if (outcome instanceof ConfigurationReader.Outcome.Run run) {
            return run.configuration();
        }
        throw new IllegalArgumentException(outcome.toString());
    }

    /**
     * Who may reach the server.
     *
     * @param insecurePublicBind whether it may listen where others reach it, without authentication or TLS
     * @param allowedHosts names beside the loopback ones that a Host header may bear
     * @param security whether everybody is asked who they are
     */
    public record Access(boolean insecurePublicBind, List<String> allowedHosts, boolean security, Tls tls) {
        public Access {
            allowedHosts = List.copyOf(allowedHosts);
        }

        /** Throws IllegalArgumentException where nobody said that everybody may reach this address; returns it. */
        InetSocketAddress requireAllowed(InetSocketAddress address) {
            if (!address.isUnresolved()) {
                BindGuard.objection(address.getAddress(), insecurePublicBind, security, tls.on())
                        .ifPresent(problem -> {
                            throw new IllegalArgumentException(Settings.HOST.option() + ": " + problem + "; say "
                                    + Settings.INSECURE_PUBLIC_BIND.option() + " if that is meant");
                        });
            }
            return address;
        }

        RequestGuard guard() {
            RequestGuard guard = (insecurePublicBind || (security && tls.on())) && allowedHosts.isEmpty()
                    ? RequestGuard.anyHost()
                    : RequestGuard.loopback(allowedHosts);
            return tls.on() ? guard.encrypted() : guard;
        }
    }

    /**
     * How connections are encrypted, if they are.
     *
     * @param certificate file of the certificate; empty where there is none, or it is made at the start
     * @param key file of its private key
     * @param selfSigned whether a certificate is made at the start
     * @param reloadInterval how often the files are looked at
     */
    public record Tls(Optional<Path> certificate, Optional<Path> key, boolean selfSigned, Duration reloadInterval) {
        public Tls {
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException(
                        Settings.TLS_CERTIFICATE.option() + " and " + Settings.TLS_KEY.option() + " belong together");
            }
            if (selfSigned && certificate.isPresent()) {
                throw new IllegalArgumentException(Settings.TLS_SELF_SIGNED.option() + " makes a certificate, and "
                        + Settings.TLS_CERTIFICATE.option() + " names one");
            }
        }

        public boolean on() {
            return selfSigned || certificate.isPresent();
        }
    }

    /**
     * What those who run the server want.
     *
     * @param repositories folders that repositories of snapshots may lie in
     * @param logFiles where to log beside standard output, if anywhere
     */
    public record Operations(List<Path> repositories, Optional<LogFiles> logFiles) {
        public Operations {
            repositories = List.copyOf(repositories);
        }
    }

    /**
     * Where and how documents are kept.
     *
     * @param folder for a store that needs one
     * @param databases for a store that needs some
     * @param cacheBytes memory outside of the heap
     * @param bulkBytes memory for one request for many documents, and for its answer
     * @param acceptDataLoss whether a damaged folder is opened with what can be read
     * @param reopensOnFailure whether a store that failed is opened again, rather than being left as it is
     */
    public record Storage(
            Kind kind,
            Path folder,
            Databases databases,
            long cacheBytes,
            int bulkBytes,
            boolean acceptDataLoss,
            boolean reopensOnFailure) {
        /** All requests for many documents may take this part of the heap together. */
        private static final int HEAP_PART = 8;

        /** Which store it is. */
        public enum Kind {
            /** A folder; what is acknowledged is durable. */
            ROCKSDB,
            /** Databases, which other nodes may write to as well. */
            POSTGRES,
            /** The heap; nothing is durable. */
            MEMORY
        }

        /**
         * Databases of a shared store.
         *
         * @param connectionsMax for commits to each, and as many again for reads
         * @param timeout of each wait for one of them
         */
        public record Databases(List<String> urls, int connectionsMax, Duration timeout) {
            public Databases {
                urls = List.copyOf(urls);
            }
        }

        public Storage {
            if (kind == Kind.POSTGRES && databases.urls().isEmpty()) {
                throw new IllegalArgumentException(Settings.STORE.option() + ": postgres needs a database; name it by "
                        + Settings.POSTGRES_URL.option());
            }
        }

        SpoolLimits spools() {
            Path spools = switch (kind) {
                case ROCKSDB -> folder.resolve("spool");
                case POSTGRES, MEMORY -> Path.of(System.getProperty("java.io.tmpdir"));
            };
            return new SpoolLimits(spools, bulkBytes, Runtime.getRuntime().maxMemory() / HEAP_PART);
        }
    }
}
