package dev.optimist.http.history;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Stands between nodes and their database: leads to the server of the moment, and cuts connections when it is told to, in
 * mid-commit above all: before the COMMIT has gone through, or after it, when its answer has not come back.
 */
final class CuttingProxy implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commitsToCut = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private volatile int target;

    /**
     * Recognizes what commits on one connection: a COMMIT, which is sent as text, and the statement that is a batch, whose
     * text is sent once with a name for what follows.
     */
    private static final class Commits {
        private static final Pattern BATCH = Pattern.compile("(S_\\d+)\0WITH taken");

        private final Set<String> names = new HashSet<>();

        boolean in(byte[] buffer, int read) {
            String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
            BATCH.matcher(text).results().forEach(parsed -> names.add("\0" + parsed.group(1) + "\0"));
            return text.contains("COMMIT") || names.stream().anyMatch(text::contains);
        }
    }

    CuttingProxy(int target) throws IOException {
        this.target = target;
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Leads new connections to another server; those that are open are cut. */
    void leadTo(int port) {
        target = port;
        cutAll();
    }

    /** Cuts the connections of the next so many COMMITs, every other one after it has gone through. */
    void cutCommits(int number) {
        commitsToCut.set(number);
    }

    /** Returns how many COMMITs were cut. */
    int commitsCut() {
        return cut.get();
    }

    void cutAll() {
        open.forEach(CuttingProxy::close);
        open.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            threads.execute(() -> pump(server, client, /* requests= */ false));
            pump(client, server, /* requests= */ true);
        } catch (IOException e) {
            end(client, server);
        }
    }

    private void pump(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[BUFFER_BYTES];
        Commits commits = new Commits();
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (requests
                        && commits.in(buffer, read)
                        && commitsToCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    if (cut.getAndIncrement() % 2 == 0) {
                        out.write(buffer, 0, read);
                    }
                    break;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // cut by one end or by us
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        close(one);
        close(other);
        open.remove(one);
        open.remove(other);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed all the same
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cutAll();
        threads.shutdownNow();
    }
}
