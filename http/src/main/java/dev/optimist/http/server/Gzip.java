package dev.optimist.http.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Packs answers and unpacks bodies. */
final class Gzip {
    private Gzip() {}

    /**
     * Unpacks a body.
     *
     * @throws BodyCollector.TooLargeException when it unpacks to more than this
     * @throws IOException when it is no gzip
     */
    static byte[] unpack(byte[] packed, int bytesMax) throws IOException {
        try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = input.readNBytes(bytesMax);
            if (input.read() >= 0) {
                throw new BodyCollector.TooLargeException();
            }
            return bytes;
        }
    }

    /** Packs the body of an answer. */
    static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream output = new ByteArrayOutputStream(bytes.length / 2 + 32);
        try (GZIPOutputStream gzip = new GZIPOutputStream(output)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail", e);
        }
        return output.toByteArray();
    }
}
