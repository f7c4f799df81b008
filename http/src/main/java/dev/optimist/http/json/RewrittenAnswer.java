package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An answer in compact JSON, written anew in the form that a request asks for (indented, filtered, as YAML), part by
 * part: neither the one nor the other is ever there as a whole. Not thread-safe; blocks where its input does.
 */
public final class RewrittenAnswer implements Iterator<byte[]>, AutoCloseable {
    private static final int PART_BYTES = 16 * 1024;

    private final Output output;
    private final JsonParser parser;
    private final ByteArrayBuilder bytes = new ByteArrayBuilder(PART_BYTES);
    private final JsonGenerator generator;
    private boolean ended;

    /**
     * @param answer one JSON value; closed with this
     */
    @SuppressWarnings("MustBeClosed") // closed in close()
    public RewrittenAnswer(Output output, InputStream answer) {
        this.output = output;
        try {
            this.parser = Codecs.STORED.createParser(answer);
            this.generator = AnswerWriter.open(output, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    /** Returns the next part, which may be empty. */
    @Override
    public byte[] next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        try {
            bytes.reset();
            copy();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy() throws IOException {
        while (bytes.size() < PART_BYTES) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                generator.close();
                if (output.indented()) {
                    bytes.append('\n');
                }
                ended = true;
                return;
            }
            Transcoder.copyToken(token, parser, generator);
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
