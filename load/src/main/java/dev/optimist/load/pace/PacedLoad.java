package dev.optimist.load.pace;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** All connections of a constant rate, each with a thread of its own that sleeps until its next request is due. */
public final class PacedLoad {
    private static final long START_DELAY_NANOS = 100_000_000;

    private final URI server;
    private final List<byte[]> requests;

    private PacedLoad(URI server, List<byte[]> requests) {
        this.server = server;
        this.requests = requests;
    }

    /** Writes whole documents, chosen at random among those of the index with the ids from 0. */
    public static PacedLoad ofRandomPuts(URI server, String index, List<String> sources) {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            requests.add(RawConnection.request(server, "PUT", "/" + index + "/_doc/" + i, sources.get(i)));
        }
        return new PacedLoad(server, requests);
    }

    /** Runs to the end; a connection that breaks fails the run. */
    public Latencies run(Pace pace) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(pace.connections());
        List<RawConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < pace.connections(); i++) {
                open.add(RawConnection.open(server));
            }
            return sum(threads.invokeAll(connections(open, pace)));
        } finally {
            threads.shutdownNow();
            for (RawConnection connection : open) {
                connection.close();
            }
        }
    }

    private List<PacedConnection> connections(List<RawConnection> open, Pace pace) {
        long start = System.nanoTime() + START_DELAY_NANOS;
        List<PacedConnection> connections = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            connections.add(new PacedConnection(open.get(i), this::anyRequest, pace, start + pace.offsetNanos(i)));
        }
        return connections;
    }

    private byte[] anyRequest() {
        return requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
    }

    private static Latencies sum(List<Future<Latencies>> parts) throws IOException, InterruptedException {
        Latencies sum = Latencies.none();
        for (Future<Latencies> part : parts) {
            try {
                sum = sum.plus(part.get());
            } catch (ExecutionException e) {
                throw new IOException("a connection failed", e.getCause());
            }
        }
        return sum;
    }
}
