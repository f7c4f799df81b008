package dev.optimist.http.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One HTTP/1.1 connection, byte by byte: what is sent is exactly what the test says, header names come back as they were. */
public final class RawHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final InputStream input;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
    }

    public static RawHttp connect(InetSocketAddress address) {
        try {
            Socket socket = new Socket(address.getAddress(), address.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A header as it was sent. */
    public record Header(String name, String value) {}

    /** An answer as it was sent. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    public record Answer(int status, List<Header> headers, byte[] body) {
        /** Returns the first value of a header, in whichever case. */
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .findFirst();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends a request with these headers and, where there is a body, its length. */
    public Answer exchange(String method, String path, Map<String, String> headers, Optional<byte[]> body) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        body.ifPresent(bytes -> head.append("Content-Length: " + bytes.length + "\r\n"));
        send(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        body.ifPresent(this::send);
        return receive(method);
    }

    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends characters as bytes, until the server does not take more. */
    public void sendAsMuchAsIsTaken(String latin1) {
        try {
            socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // what came before is still to be read
        }
    }

    /** Reads answers to requests that are no HEAD until the server ends the connection, which it must within a while. */
    public List<Answer> answersUntilClosed() {
        List<Answer> answers = new ArrayList<>();
        try {
            while (peek() >= 0) {
                answers.add(receive("GET"));
            }
        } catch (SocketTimeoutException hanging) {
            throw new UncheckedIOException("the server keeps the connection after " + answers.size(), hanging);
        } catch (SocketException reset) {
            return answers; // it did not want to read the rest
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }

    private int peek() throws IOException {
        input.mark(1);
        int next = input.read();
        input.reset();
        return next;
    }

    /** Says that nothing more is coming. */
    public void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the answer to a request of this method. */
    public Answer receive(String method) {
        try {
            String statusLine = line();
            int status = Integer.parseInt(statusLine.substring(9, 12));
            List<Header> headers = headers();
            Answer head = new Answer(status, headers, new byte[0]);
            boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
            return bodiless ? head : new Answer(status, headers, body(head));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether the server has closed the connection; waits for the next byte otherwise. */
    public boolean closedByServer() {
        try {
            return input.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Header> headers() throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private byte[] body(Answer head) throws IOException {
        Optional<String> length = head.header("content-length");
        if (length.isPresent()) {
            return exactly(Integer.parseInt(length.get()));
        }
        return head.header("transfer-encoding").isPresent() ? chunks() : input.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.write(exactly(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a body");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = input.read(); b != '\n'; b = input.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Joins lines with CRLF, for requests that tests write by hand. */
    public static String lines(String... lines) {
        return String.join("\r\n", Stream.of(lines).toList()) + "\r\n\r\n";
    }
}
