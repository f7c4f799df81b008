package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** A filtered generator that writes the outermost object always, so that a filter without match leaves an empty one. */
final class RootedGenerator extends JsonGeneratorDelegate {
    private final JsonGenerator target;
    private int depth;

    RootedGenerator(JsonGenerator filtered, JsonGenerator target) {
        super(filtered);
        this.target = target;
    }

    @Override
    public void writeStartObject() throws IOException {
        if (depth++ == 0) {
            target.writeStartObject();
        } else {
            delegate.writeStartObject();
        }
    }

    @Override
    public void writeEndObject() throws IOException {
        if (--depth == 0) {
            target.writeEndObject();
        } else {
            delegate.writeEndObject();
        }
    }

    @Override
    public void writeStartArray() throws IOException {
        depth++;
        delegate.writeStartArray();
    }

    @Override
    public void writeEndArray() throws IOException {
        depth--;
        delegate.writeEndArray();
    }
}
