package dev.optimist.http.history;

import dev.optimist.core.history.Answer;
import dev.optimist.core.history.Client;
import dev.optimist.core.history.Invocation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/** Some nodes over one shared store, each in a process of its own that can be killed and started again. */
final class SharedNodes implements Closeable {
    private final Path folder;
    private final String[] options;
    private final List<ServerProcess> processes = new ArrayList<>();

    /** Where each node listens now; 0 while it is down. */
    private final AtomicIntegerArray ports;

    SharedNodes(int number, Path folder, String... options) throws IOException {
        this.folder = folder;
        this.options = options;
        this.ports = new AtomicIntegerArray(number);
        for (int node = 0; node < number; node++) {
            processes.add(launch());
        }
        for (int node = 0; node < number; node++) {
            ports.set(node, processes.get(node).awaitPort());
        }
    }

    private ServerProcess launch() throws IOException {
        return ServerProcess.launch(new ServerProcess.Launch(folder.resolve("unused")).options(options));
    }

    int port(int node) {
        return ports.get(node);
    }

    /** Returns how much memory a node's process has, in KiB. */
    long residentKilobytes(int node) throws IOException {
        return Files.readAllLines(
                        Path.of("/proc", Long.toString(processes.get(node).pid()), "status"))
                .stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /** Kills a node and starts another in its place. */
    void killAndRestart(int node) throws IOException, InterruptedException {
        ports.set(node, 0);
        processes.get(node).kill();
        processes.set(node, launch());
        ports.set(node, processes.get(node).awaitPort());
    }

    /** Makes a client that asks another node at random each time. For one thread. */
    RandomNode client(Random random) {
        return new RandomNode(random);
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }

    /** A client of all nodes; passes over one that is down, of which nothing was asked. */
    final class RandomNode implements Client, Closeable {
        private final Random random;
        private final HttpClient[] clients = new HttpClient[ports.length()];
        private final int[] clientPorts = new int[ports.length()];

        private RandomNode(Random random) {
            this.random = random;
        }

        /** Something that is asked of one node. */
        private interface Question<T> {
            T ask(HttpClient client) throws IOException;
        }

        @Override
        public Answer execute(Invocation invocation) throws IOException {
            return ask(client -> client.execute(invocation));
        }

        @Override
        public void abandon(Invocation invocation) throws IOException {
            ask(client -> {
                client.abandon(invocation);
                return true;
            });
        }

        private <T> T ask(Question<T> question) throws IOException {
            while (!Thread.currentThread().isInterrupted()) {
                int node = random.nextInt(clients.length);
                int port = port(node);
                if (port == 0) {
                    continue;
                }
                try {
                    return question.ask(client(node, port));
                } catch (IOException down) {
                    LockSupport.parkNanos(1_000_000); // not even connected: nothing was asked
                }
            }
            throw new IOException("interrupted");
        }

        private HttpClient client(int node, int port) throws IOException {
            if (clientPorts[node] != port) {
                close(node);
                clients[node] = new HttpClient(port);
                clientPorts[node] = port;
            }
            return clients[node];
        }

        private void close(int node) throws IOException {
            if (clientPorts[node] != 0) {
                clients[node].close();
                clientPorts[node] = 0;
            }
        }

        @Override
        public void close() throws IOException {
            for (int node = 0; node < clients.length; node++) {
                close(node);
            }
        }
    }
}
