package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Copies values from one format to another, token by token.
 *
 * <p>A number is read and written again, as Elasticsearch does ({@code 1.50} becomes {@code 1.5}), but for those that
 * would lose their value by that.
 */
final class Transcoder {
    private Transcoder() {}

    /** Copies the value that the parser stands on, with all it holds. */
    static void copy(JsonParser from, JsonGenerator to) throws IOException {
        int depth = 0;
        JsonToken token = from.currentToken();
        do {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            copyToken(token, from, to);
            if (depth == 0) {
                return;
            }
            token = from.nextToken();
        } while (token != null);
    }

    /** Copies one token, which the parser stands on. */
    static void copyToken(JsonToken token, JsonParser from, JsonGenerator to) throws IOException {
        switch (token) {
            case START_OBJECT -> to.writeStartObject();
            case END_OBJECT -> to.writeEndObject();
            case START_ARRAY -> to.writeStartArray();
            case END_ARRAY -> to.writeEndArray();
            case FIELD_NAME -> to.writeFieldName(from.currentName());
            case VALUE_STRING -> to.writeString(from.getTextCharacters(), from.getTextOffset(), from.getTextLength());
            case VALUE_NUMBER_INT -> copyInteger(from, to);
            case VALUE_NUMBER_FLOAT -> copyDecimal(from, to);
            case VALUE_TRUE -> to.writeBoolean(true);
            case VALUE_FALSE -> to.writeBoolean(false);
            case VALUE_NULL -> to.writeNull();
            case VALUE_EMBEDDED_OBJECT -> to.writeBinary(from.getBinaryValue());
            case NOT_AVAILABLE -> throw new IllegalStateException("a parser of whole bodies has no gaps");
        }
    }

    private static void copyInteger(JsonParser from, JsonGenerator to) throws IOException {
        if (from.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            to.writeNumber(from.getBigIntegerValue());
        } else {
            to.writeNumber(from.getLongValue());
        }
    }

    private static void copyDecimal(JsonParser from, JsonGenerator to) throws IOException {
        double value = from.getDoubleValue();
        if (Double.isFinite(value)) {
            to.writeNumber(value);
        } else if (to.canWriteBinaryNatively()) {
            to.writeNumber(from.getDecimalValue());
        } else {
            to.writeNumber(from.getText());
        }
    }
}
