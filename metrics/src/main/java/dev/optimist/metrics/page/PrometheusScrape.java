package dev.optimist.metrics.page;

import dev.optimist.metrics.meter.Meters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /_prometheus/metrics} answers. A scrape asks every gauge and writes every meter, which takes
 * milliseconds where there are many: call it off the event loops.
 */
public final class PrometheusScrape {
    private static final int SIZE_EXPECTED_BYTES = 64 * 1024;

    private final Meters meters;

    public PrometheusScrape(Meters meters) {
        this.meters = meters;
    }

    /** One answer: its body, and the content type it is in. */
    @SuppressWarnings("ArrayRecordComponent") // handed to the wire, never compared
    public record Content(byte[] body, String contentType) {}

    /** Writes all meters in the format that the Accept header asks for, the plain one where there is no such header. */
    public Content content(@Nullable String accept) {
        ExpositionFormat format = ExpositionFormat.accepted(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE_EXPECTED_BYTES);
        try {
            meters.scrape(out, format.contentType());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return new Content(out.toByteArray(), format.contentType());
    }
}
