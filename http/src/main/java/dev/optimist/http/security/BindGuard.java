package dev.optimist.http.security;

import java.net.InetAddress;
import java.util.Optional;

/** Decides whether the service may listen on an address. */
public final class BindGuard {
    private BindGuard() {}

    /**
     * Returns what is wrong with listening on this address, if anything.
     *
     * @param insecureAllowed whether somebody said that everybody may reach the service
     * @param authenticated whether everybody is asked who they are
     * @param encrypted whether nobody between a client and the service can read along
     */
    public static Optional<String> objection(
            InetAddress address, boolean insecureAllowed, boolean authenticated, boolean encrypted) {
        if (address.isLoopbackAddress() || insecureAllowed || (authenticated && encrypted)) {
            return Optional.empty();
        }
        return Optional.of(
                "[" + address.getHostAddress() + "] can be reached by others, "
                        + (authenticated
                                ? "and whoever is between could read passwords: there is no TLS (--tls-certificate and --tls-key)"
                                : "who could read and change every document: there is "
                                        + (encrypted
                                                ? "no authentication (--security)"
                                                : "neither authentication nor TLS (--security, --tls-certificate and --tls-key)")));
    }
}
