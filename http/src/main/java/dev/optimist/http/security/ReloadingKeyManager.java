package dev.optimist.http.security;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows new connections the certificate of the moment; those that are open keep theirs.
 *
 * <h2>Concurrency</h2>
 *
 * A handshake names what it has chosen by an alias that is never used again, so that key and chain are of one certificate
 * also where another comes between; the one before is kept for such a handshake.
 */
public final class ReloadingKeyManager extends X509ExtendedKeyManager {
    private record Version(String alias, X509ExtendedKeyManager manager) {}

    private record Versions(int number, Version current, Version before) {}

    private volatile Versions versions;

    public ReloadingKeyManager(Certificate certificate) {
        Version first = version(0, certificate);
        this.versions = new Versions(0, first, first);
    }

    /** Shows another certificate from now on. */
    public synchronized void use(Certificate certificate) {
        int number = versions.number + 1;
        versions = new Versions(number, version(number, certificate), versions.current);
    }

    private static Version version(int number, Certificate certificate) {
        String alias = "certificate-" + number;
        return new Version(alias, certificate.manager(alias));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return versions.current.manager.chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return versions.current.manager.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return versions.current.manager.getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return of(alias).manager.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return of(alias).manager.getPrivateKey(alias);
    }

    private Version of(String alias) {
        Versions now = versions;
        return now.before.alias.equals(alias) ? now.before : now.current;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
