package dev.optimist.load.pace;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that takes a request as bytes and reads past its answer: an HTTP client would take as much of the processor
 * as the server that it shares it with. Answers must say their length, as Elasticsearch's do.
 */
final class RawConnection implements AutoCloseable {
    private static final int DEFAULT_PORT = 80;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int STATUS_BEGIN = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_BEGIN + 3;
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static RawConnection open(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort() < 0 ? DEFAULT_PORT : server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new RawConnection(socket);
    }

    /** Sends a request and waits for the whole answer; returns its status. */
    int exchange(byte[] request) throws IOException {
        out.write(request);
        readLine();
        int status = Integer.parseInt(line.substring(STATUS_BEGIN, STATUS_END));
        in.skipNBytes(bodyBytes());
        return status;
    }

    private long bodyBytes() throws IOException {
        long bytes = -1;
        for (readLine(); !line.isEmpty(); readLine()) {
            if (startsWithLength()) {
                bytes = Long.parseLong(line.substring(LENGTH.length()).trim());
            }
        }
        if (bytes < 0) {
            throw new IOException("an answer without content-length");
        }
        return bytes;
    }

    private boolean startsWithLength() {
        return line.length() > LENGTH.length()
                && (line.charAt(0) == 'c' || line.charAt(0) == 'C')
                && line.substring(0, LENGTH.length()).equalsIgnoreCase(LENGTH);
    }

    private void readLine() throws IOException {
        line.setLength(0);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended before its answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
    }

    /** Makes the bytes of a request. */
    static byte[] request(URI server, String method, String path, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = String.format(
                Locale.ROOT,
                "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                method,
                path,
                server.getAuthority(),
                content.length);
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
