package dev.optimist.http.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Packs answers and unpacks bodies, within limits. */
final class Gzip {
    /** A body that unpacks to no more than this may have any ratio. */
    private static final int RATIO_FREE_BYTES = 1 << 20;

    private Gzip() {}

    /**
     * Unpacks a body.
     *
     * @param bytesMax most bytes that it may unpack to
     * @param ratioMax most bytes that each packed one may unpack to
     * @throws BodyCollector.TooLargeException when it unpacks to more
     * @throws IOException when it is no gzip
     */
    static byte[] unpack(byte[] packed, int bytesMax, int ratioMax) throws IOException {
        try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            int allowed = (int) Math.min(bytesMax, Math.max(RATIO_FREE_BYTES, (long) packed.length * ratioMax));
            byte[] bytes = input.readNBytes(allowed);
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

    /** Packs the body of an answer as it is made; cold, to be subscribed to once. */
    static Flux<byte[]> pack(Flux<byte[]> parts) {
        return Flux.defer(() -> {
            Packer packer = new Packer();
            return parts.map(packer::pack)
                    .concatWith(Mono.fromSupplier(packer::end))
                    .filter(packed -> packed.length > 0);
        });
    }

    /** Packs part by part. Not thread-safe. */
    private static final class Packer {
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip;

        Packer() {
            try {
                gzip = new GZIPOutputStream(output);
            } catch (IOException e) {
                throw new IllegalStateException("an array cannot fail", e);
            }
        }

        byte[] pack(byte[] part) {
            try {
                gzip.write(part);
                return take();
            } catch (IOException e) {
                throw new IllegalStateException("an array cannot fail", e);
            }
        }

        byte[] end() {
            try {
                gzip.close();
                return take();
            } catch (IOException e) {
                throw new IllegalStateException("an array cannot fail", e);
            }
        }

        private byte[] take() {
            byte[] taken = output.toByteArray();
            output.reset();
            return taken;
        }
    }
}
