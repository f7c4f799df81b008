package dev.optimist.http.api;

import dev.optimist.http.json.Output;
import dev.optimist.http.json.RewrittenAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The answer to a request for many documents: gathered item by item in compact JSON, then sent in the form asked for. */
final class GatheredAnswer {
    private static final int PART_BYTES = 16 * 1024;

    private final Output output;
    private final Spool items;

    GatheredAnswer(Output output, Spools spools, Scheduler home) {
        this.output = output;
        this.items = new Spool(spools, home);
    }

    /** Keeps items; cold. */
    Mono<Void> append(byte[] json) {
        return items.append(json);
    }

    /** Lets go of what was gathered, where no answer is made of it. */
    void discard() {
        items.close();
    }

    /** Makes the answer, once all items are there; what was gathered is let go of when it is sent. */
    Response response(byte[] head, String tail) {
        InputStream whole = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(head),
                items.read(),
                new ByteArrayInputStream(tail.getBytes(StandardCharsets.US_ASCII)))));
        return items.onDisk() ? streamed(whole) : whole(whole);
    }

    private Response whole(InputStream json) {
        try {
            return Response.of(200, output.plain() ? json.readAllBytes() : rewritten(json), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            items.close();
        }
    }

    private byte[] rewritten(InputStream json) throws IOException {
        try (RewrittenAnswer parts = new RewrittenAnswer(output, json);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            while (parts.hasNext()) {
                bytes.write(parts.next());
            }
            return bytes.toByteArray();
        }
    }

    private Response streamed(InputStream json) {
        Flux<byte[]> stream = Flux.<byte[], Iterator<byte[]>>generate(() -> parts(json), (parts, sink) -> {
                    if (parts.hasNext()) {
                        sink.next(parts.next());
                    } else {
                        sink.complete();
                    }
                    return parts;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .doFinally(ended -> Schedulers.boundedElastic().schedule(items::close));
        return Response.streamed(200, stream, output);
    }

    private Iterator<byte[]> parts(InputStream json) {
        return output.plain() ? new Parts(json) : new RewrittenAnswer(output, json);
    }

    /** A stream of bytes, part by part. */
    private static final class Parts implements Iterator<byte[]> {
        private final InputStream input;
        private byte[] next;

        Parts(InputStream input) {
            this.input = input;
            this.next = read();
        }

        @Override
        public boolean hasNext() {
            return next.length > 0;
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            byte[] part = next;
            next = read();
            return part;
        }

        private byte[] read() {
            try {
                return input.readNBytes(PART_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
