package dev.optimist.http.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between client and server, and cuts a connection after so many bytes of one direction. */
public final class CuttingProxy implements AutoCloseable {
    /** Which way bytes go. */
    public enum Direction {
        REQUEST,
        ANSWER
    }

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Direction cut = Direction.ANSWER;
    private volatile int cutAfter = Integer.MAX_VALUE;

    public CuttingProxy(InetSocketAddress server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Says where connections from now on are cut. */
    public void cut(Direction direction, int afterBytes) {
        cut = direction;
        cutAfter = afterBytes;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(server.getAddress(), server.getPort())) {
            int requestMax = cut == Direction.REQUEST ? cutAfter : Integer.MAX_VALUE;
            int answerMax = cut == Direction.ANSWER ? cutAfter : Integer.MAX_VALUE;
            threads.execute(() -> pump(client, upstream, requestMax));
            pump(upstream, client, answerMax);
        } catch (IOException e) {
            // the other side is gone, which is what this is for
        }
    }

    /** Passes bytes on, up to so many, and ends both connections. */
    private static void pump(Socket from, Socket to, int bytesMax) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            int left = bytesMax;
            while (left > 0) {
                int read = input.read(buffer, 0, Math.min(left, buffer.length));
                if (read < 0) {
                    return;
                }
                output.write(buffer, 0, read);
                left -= read;
            }
        } catch (IOException e) {
            // cut from the other end
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
