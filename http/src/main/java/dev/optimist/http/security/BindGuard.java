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
     */
    public static Optional<String> objection(InetAddress address, boolean insecureAllowed) {
        if (address.isLoopbackAddress() || insecureAllowed) {
            return Optional.empty();
        }
        return Optional.of("[" + address.getHostAddress() + "] can be reached by others, who could read and change"
                + " every document: there is neither authentication nor TLS");
    }
}
