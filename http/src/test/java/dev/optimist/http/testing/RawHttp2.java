package dev.optimist.http.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One HTTP/2 connection by prior knowledge, frame by frame: also what no honest client would send. */
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WINDOW_UPDATE = 8;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket;
    private final DataInputStream input;
    private final Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

    private RawHttp2(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new DataInputStream(socket.getInputStream());
    }

    /** Connects, and sends the preface with these settings: pairs of identifier and value. */
    public static RawHttp2 connect(InetSocketAddress address, int... settings) {
        try {
            Socket socket = new Socket(address.getAddress(), address.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            RawHttp2 connection = new RawHttp2(socket);
            socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            connection.send(SETTINGS, 0, 0, payload(settings));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] payload(int... settings) {
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        return payload.array();
    }

    /** A frame as it was sent. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    public record Frame(int type, int flags, int stream, byte[] payload) {
        /** Returns the error that a reset or a farewell names. */
        public int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        public boolean ends() {
            return (flags & END_STREAM) != 0;
        }
    }

    /** What came on a stream until it ended, or was reset. */
    public record Answer(int status, String text, int error) {}

    /** Sends a frame, as far as the server takes it. */
    public void send(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        try {
            socket.getOutputStream().write(frame.array());
        } catch (IOException closed) {
            // what came before is still to be read
        }
    }

    /** Sends the head of a request to this server: fields in pairs of name and value behind the usual ones. */
    public void request(int stream, String method, String path, boolean ends, String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(fields(":method", method, ":path", path, ":scheme", "http", ":authority", "localhost"));
        block.writeBytes(fields(fields));
        send(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block.toByteArray());
    }

    public void data(int stream, String text, boolean ends) {
        send(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void reset(int stream) {
        send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** Returns header fields as a client writes that compresses nothing. */
    public static byte[] fields(String... pairs) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < pairs.length; i += 2) {
            block.write(0);
            string(block, pairs[i]);
            string(block, pairs[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                block.write(length % 128 + 128);
            }
            block.write(length);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads the next frame that is not about windows. */
    public Frame receive() {
        try {
            Frame frame = next();
            while (frame.type() == WINDOW_UPDATE) {
                frame = next();
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame next() throws IOException {
        int length = input.readUnsignedByte() << 16 | input.readUnsignedShort();
        int type = input.readUnsignedByte();
        int flags = input.readUnsignedByte();
        int stream = input.readInt();
        return new Frame(type, flags, stream, input.readNBytes(length));
    }

    /** Reads until a frame of this type comes. */
    public Frame receive(int type) {
        Frame frame = receive();
        while (frame.type() != type) {
            frame = receive();
        }
        return frame;
    }

    /** Reads what comes on a stream until it ends; what comes on others is lost. */
    public Answer answer(int stream) {
        int status = 0;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = receive();
            if (frame.stream() == stream && frame.type() == HEADERS) {
                status = status(frame);
            } else if (frame.stream() == stream && frame.type() == DATA) {
                body.writeBytes(frame.payload());
            } else if (frame.stream() == stream && frame.type() == RST_STREAM) {
                return new Answer(status, body.toString(StandardCharsets.UTF_8), frame.error());
            } else if (frame.type() == HEADERS) {
                status(frame); // for what it does to the table of fields
            } else if (frame.type() == GOAWAY) {
                throw new AssertionError("the connection ends with error " + frame.error());
            }
            if (frame.stream() == stream && frame.type() <= HEADERS && frame.ends()) {
                return new Answer(status, body.toString(StandardCharsets.UTF_8), 0);
            }
        }
    }

    private int status(Frame frame) {
        ByteBuf block = Unpooled.wrappedBuffer(frame.payload());
        try {
            Http2Headers headers = decoder.decodeHeaders(frame.stream(), block);
            return Integer.parseInt(headers.status().toString());
        } catch (Http2Exception e) {
            throw new AssertionError("headers that are none", e);
        }
    }

    /** Returns whether the server closes the connection; whatever it sends before is lost. */
    public boolean closedByServer() {
        try {
            while (true) {
                next();
            }
        } catch (EOFException closed) {
            return true;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
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
}
