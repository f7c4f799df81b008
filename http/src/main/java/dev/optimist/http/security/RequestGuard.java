package dev.optimist.http.security;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages away from a service that trusts whoever reaches it: a page may not read it under a name of its own
 * (DNS rebinding), nor send it requests from another origin.
 */
public final class RequestGuard {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;
    private final boolean anyHost;
    private final String scheme;

    private RequestGuard(Set<String> hosts, boolean anyHost, String scheme) {
        this.hosts = hosts;
        this.anyHost = anyHost;
        this.scheme = scheme;
    }

    /** Makes a guard that lets loopback names and these pass. */
    public static RequestGuard loopback(Collection<String> moreHosts) {
        return new RequestGuard(
                Stream.concat(LOOPBACK.stream(), moreHosts.stream().map(RequestGuard::lowercase))
                        .collect(Collectors.toUnmodifiableSet()),
                /* anyHost= */ false,
                HTTP);
    }

    /** Makes a guard for an address that others reach under names nobody knows: only origins are checked. */
    public static RequestGuard anyHost() {
        return new RequestGuard(Set.of(), /* anyHost= */ true, HTTP);
    }

    /** Returns the same guard for a service whose pages come encrypted: one that does not is of another origin. */
    public RequestGuard encrypted() {
        return new RequestGuard(hosts, anyHost, HTTPS);
    }

    /** Returns why a request with these headers is refused, if it is. */
    public Optional<RequestException> objection(@Nullable String host, @Nullable String origin) {
        if (host != null && !anyHost && !known(host)) {
            return refusal("Host header [" + host + "] is not a name of this service; see --allowed-hosts");
        }
        if (origin != null && !sameHost(origin, host)) {
            return refusal("cross-origin request from [" + origin + "] is not allowed");
        }
        return Optional.empty();
    }

    private boolean known(String host) {
        return hosts.contains(host) || hosts.contains(lowercase(withoutPort(host)));
    }

    private boolean sameHost(String origin, @Nullable String host) {
        return host != null
                && origin.regionMatches(/* ignoreCase= */ true, 0, scheme, 0, scheme.length())
                && origin.substring(scheme.length()).equalsIgnoreCase(host);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static String lowercase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Optional<RequestException> refusal(String reason) {
        return Optional.of(RequestException.of(ErrorKind.SECURITY, reason));
    }
}
