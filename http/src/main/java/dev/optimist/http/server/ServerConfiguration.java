package dev.optimist.http.server;

import dev.optimist.http.json.ApiVersion;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How the server listens and what it bears with.
 *
 * @param address where it listens; port 0 takes a free one
 * @param eventLoops threads that serve connections; 0 is one per processor
 * @param http2 whether HTTP/2 is spoken with whoever begins with it
 * @param apiVersion the version of Elasticsearch's API that answers look like
 * @param slow from which time on a request is logged as slow; zero for none
 * @param strictContentType whether a body without a JSON content type is refused from every client
 * @param inFlight the most that may be under way at once
 */
public record ServerConfiguration(
        InetSocketAddress address,
        int eventLoops,
        boolean http2,
        ApiVersion apiVersion,
        boolean strictContentType,
        Limits limits,
        Timeouts timeouts,
        Duration slow,
        InFlight.Limits inFlight) {
    public ServerConfiguration {
        require(!address.isUnresolved(), "the host [" + address.getHostString() + "] is not known");
        require(eventLoops >= 0, "event-loops must not be negative");
    }

    /**
     * The longest of everything that a client sends, in bytes.
     *
     * @param initialLineBytes request line
     * @param headerBytes all headers of a request together
     * @param contentBytes body of a request, also after it is unpacked
     * @param gzipRatio bytes that each byte of a packed body may unpack to, once there are many
     */
    public record Limits(int initialLineBytes, int headerBytes, int contentBytes, int gzipRatio) {
        public Limits {
            require(
                    initialLineBytes > 0 && headerBytes > 0 && contentBytes > 0 && gzipRatio > 0,
                    "limits must be positive");
        }
    }

    /**
     * How long the server waits for clients.
     *
     * @param read longest pause within a request that is arriving
     * @param request longest time a request may arrive for
     * @param idle how long a connection without a request is kept
     * @param shutdown how long closing waits for requests that are under way
     */
    public record Timeouts(Duration read, Duration request, Duration idle, Duration shutdown) {
        public Timeouts {
            require(read.compareTo(request) <= 0, "read-timeout must not be longer than request-timeout");
        }

        long readNanos() {
            return read.toNanos();
        }

        long requestNanos() {
            return request.toNanos();
        }

        long idleNanos() {
            return idle.toNanos();
        }

        /** Returns how long a clock may look away that has {@code rest} nanoseconds left. */
        long pauseNanos(long rest) {
            return Math.min(rest, Math.min(readNanos(), idleNanos()));
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
