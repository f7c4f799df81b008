package dev.optimist.http.overload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that send a request byte by byte, a byte a round, and begin anew when they lose their connection. */
final class SlowClients implements AutoCloseable {
    private static final byte[] REQUEST =
            ("PUT /slow/_doc/1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
                            + "\r\nContent-Length: 60000\r\n\r\n{\"text\":\"" + "x".repeat(59_000))
                    .getBytes(StandardCharsets.UTF_8);

    private static final long ROUND_NANOS = 100_000_000;

    private final InetSocketAddress server;
    private final List<Client> clients = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean stopped;

    /** One client; it sends its head at once, so that it is the body that drips. */
    private static final class Client {
        private SocketChannel channel;
        private int sent;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    SlowClients(InetSocketAddress server, int count) {
        this.server = server;
        for (int n = 0; n < count; n++) {
            clients.add(new Client(connect()));
        }
        thread.execute(this::drip);
    }

    private SocketChannel connect() {
        try {
            SocketChannel channel = SocketChannel.open(server);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drip() {
        while (!stopped) {
            for (Client client : clients) {
                try {
                    drip(client);
                } catch (IOException gone) {
                    lost.incrementAndGet();
                    replace(client);
                }
            }
            LockSupport.parkNanos(ROUND_NANOS);
        }
    }

    private static void drip(Client client) throws IOException {
        int more = client.sent == 0 ? 150 : 1;
        client.sent += client.channel.write(ByteBuffer.wrap(REQUEST, client.sent, more));
        if (client.sent % 16 == 0 && client.channel.read(ByteBuffer.allocate(512)) < 0) {
            throw new IOException("closed");
        }
    }

    private void replace(Client client) {
        try {
            client.channel.close();
            client.channel = connect();
            client.sent = 0;
        } catch (IOException | UncheckedIOException refused) {
            client.sent = 0; // tried again in the next round
        }
    }

    /** Returns how often the server has ended one of them. */
    long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        stopped = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the slow clients do not end");
            }
            for (Client client : clients) {
                client.channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
