package dev.optimist.http.overload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Many connections that write documents of their own as fast as they are answered, on one thread. */
final class WriteLoad {
    private final InetSocketAddress server;
    private final int connections;
    private final int pipelined;
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final long[] rejectedMicros = new long[1 << 20];
    private int rejected;
    private long written;
    private long lost;
    private long nonce;

    /** One connection; its documents are nobody else's, so what was acknowledged last is what must be there. */
    private final class Connection {
        private final int number;
        private final SocketChannel channel;
        private final Deque<Sent> sent = new ArrayDeque<>();
        private final ByteBuffer input = ByteBuffer.allocate(1 << 16);
        private @Nullable ByteBuffer unsent;

        Connection(int number, Selector selector) throws IOException {
            this.number = number;
            this.channel = SocketChannel.open(server);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            for (int n = 0; n < pipelined; n++) {
                send(n);
            }
        }

        private void send(int slot) throws IOException {
            String id = number + "-" + slot;
            long value = ++nonce;
            String body = "{\"nonce\":" + value + ",\"filler\":\"" + "x".repeat(400) + "\"}";
            String request = "PUT /load/_doc/" + id + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            sent.add(new Sent(slot, id, value, System.nanoTime()));
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            ByteBuffer before = unsent;
            if (before != null && before.hasRemaining()) {
                bytes = ByteBuffer.allocate(before.remaining() + bytes.remaining())
                        .put(before)
                        .put(bytes)
                        .flip();
            }
            channel.write(bytes);
            unsent = bytes;
        }

        /** Takes what has arrived; returns whether the connection is still there. */
        private boolean receive() throws IOException {
            if (channel.read(input) < 0) {
                return false;
            }
            input.flip();
            boolean more = true;
            while (more) {
                more = takeAnswer();
            }
            input.compact();
            ByteBuffer rest = unsent;
            if (rest != null && rest.hasRemaining()) {
                channel.write(rest);
            }
            return true;
        }

        private boolean takeAnswer() throws IOException {
            String text = StandardCharsets.ISO_8859_1.decode(input.duplicate()).toString();
            int end = text.indexOf("\r\n\r\n");
            int length = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            if (end < 0 || length < 0) {
                return false;
            }
            int total = end + 4 + Integer.parseInt(text.substring(length + 16, text.indexOf('\r', length)));
            if (text.length() < total) {
                return false;
            }
            input.position(input.position() + total);
            Sent answered = sent.remove();
            count(Integer.parseInt(text.substring(9, 12)), answered);
            send(answered.slot);
            return true;
        }
    }

    private record Sent(int slot, String id, long nonce, long nanos) {}

    WriteLoad(InetSocketAddress server, int connections, int pipelined) {
        this.server = server;
        this.connections = connections;
        this.pipelined = pipelined;
    }

    private void count(int status, Sent request) {
        if (status == 200 || status == 201) {
            written++;
            acknowledged.put(request.id, request.nonce);
        } else if (status == 429) {
            rejectedMicros[rejected++ % rejectedMicros.length] = (System.nanoTime() - request.nanos) / 1_000;
        } else {
            throw new IllegalStateException("answered " + status);
        }
    }

    /** Writes for so long. */
    void run(long nanos) {
        long end = System.nanoTime() + nanos;
        try (Selector selector = Selector.open()) {
            for (int n = 0; n < connections; n++) {
                new Connection(n, selector);
            }
            while (System.nanoTime() < end) {
                selector.select(this::ready, 100);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (!connection.receive()) {
                replace(connection, key);
            }
        } catch (IOException gone) {
            replace(connection, key);
        }
    }

    private void replace(Connection connection, SelectionKey key) {
        lost++;
        try {
            key.channel().close();
            new Connection(connection.number, key.selector());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns for each document the last nonce that was acknowledged. */
    Map<String, Long> acknowledged() {
        return acknowledged;
    }

    long written() {
        return written;
    }

    int rejected() {
        return rejected;
    }

    /** Returns how many connections the server has ended. */
    long lost() {
        return lost;
    }

    /** Returns within how many microseconds this part of the rejections was answered. */
    long rejectedMicros(double part) {
        int count = Math.min(rejected, rejectedMicros.length);
        long[] sorted = Arrays.copyOf(rejectedMicros, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.min(count - 1, part * count)];
    }
}
