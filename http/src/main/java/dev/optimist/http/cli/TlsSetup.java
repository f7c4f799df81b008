package dev.optimist.http.cli;

import dev.optimist.http.cli.OptimistConfiguration.Tls;
import dev.optimist.http.security.Certificate;
import dev.optimist.http.security.ReloadingKeyManager;
import dev.optimist.http.security.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The certificate of a server, read anew when its files change: their content is looked at, not their dates, so that
 * links that are turned are seen too. What cannot be read is logged, and the last good one stays.
 */
final class TlsSetup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSetup.class);

    private final ReloadingKeyManager keys;
    private final Disposable watch;

    private TlsSetup(ReloadingKeyManager keys, Disposable watch) {
        this.keys = keys;
        this.watch = watch;
    }

    /** Reads or makes a certificate; empty where connections are not encrypted. Blocks. */
    static Optional<TlsSetup> open(OptimistConfiguration configuration) {
        Tls tls = configuration.access().tls();
        try {
            if (tls.selfSigned()) {
                return Optional.of(selfSigned(configuration));
            }
            return tls.certificate().isPresent() ? Optional.of(ofFiles(tls)) : Optional.empty();
        } catch (IOException e) {
            throw new StartException("cannot use TLS: " + reason(e), e);
        }
    }

    private static TlsSetup ofFiles(Tls tls) throws IOException {
        Path chain = tls.certificate().orElseThrow();
        Path key = tls.key().orElseThrow();
        Content content = Content.of(chain, key);
        ReloadingKeyManager keys = new ReloadingKeyManager(Certificate.read(chain, key));
        return new TlsSetup(keys, watch(tls.reloadInterval(), new Reload(keys, chain, key, content)));
    }

    private static Disposable watch(Duration interval, Reload reload) {
        return Flux.interval(interval, Schedulers.boundedElastic())
                .onBackpressureDrop()
                .subscribe(tick -> reload.look());
    }

    private static TlsSetup selfSigned(OptimistConfiguration configuration) throws IOException {
        Certificate certificate =
                SelfSigned.make(configuration.server().address().getHostString());
        LOG.warn(
                "The certificate is self-signed, for trying, and another one after a restart; its SHA-256 is {}",
                SelfSigned.fingerprint(certificate));
        if (configuration.storage().kind() == OptimistConfiguration.Storage.Kind.ROCKSDB) {
            Path file = configuration.storage().folder().resolve("self-signed.pem");
            Files.createDirectories(configuration.storage().folder());
            Files.writeString(file, SelfSigned.pem(certificate));
            LOG.info("Clients may trust it by {}", file);
        }
        return new TlsSetup(new ReloadingKeyManager(certificate), () -> {});
    }

    ReloadingKeyManager keys() {
        return keys;
    }

    @Override
    public void close() {
        watch.dispose();
    }

    /** What stands in the files. */
    @SuppressWarnings("ArrayRecordComponent") // compared by same alone
    private record Content(byte[] chain, byte[] key) {
        static Content of(Path chain, Path key) throws IOException {
            return new Content(Files.readAllBytes(chain), Files.readAllBytes(key));
        }

        boolean same(Content other) {
            return Arrays.equals(chain, other.chain) && Arrays.equals(key, other.key);
        }
    }

    /** Confined to one look at a time. */
    private static final class Reload {
        private final ReloadingKeyManager keys;
        private final Path chain;
        private final Path key;
        private Content seen;

        Reload(ReloadingKeyManager keys, Path chain, Path key, Content seen) {
            this.keys = keys;
            this.chain = chain;
            this.key = key;
            this.seen = seen;
        }

        synchronized void look() {
            try {
                Content now = Content.of(chain, key);
                if (!now.same(seen)) {
                    seen = now;
                    Certificate certificate = Certificate.read(chain, key);
                    keys.use(certificate);
                    LOG.info("New connections are shown the certificate {}", certificate);
                }
            } catch (IOException e) {
                LOG.warn("The certificate stays as it is: {}", reason(e));
            }
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof java.nio.file.NoSuchFileException missing
                ? "there is no file [" + missing.getFile() + "]"
                : String.valueOf(failure.getMessage());
    }
}
