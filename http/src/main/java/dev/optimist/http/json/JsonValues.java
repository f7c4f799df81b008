package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** JSON values as maps, lists, strings, numbers, booleans and null. */
final class JsonValues {
    private JsonValues() {}

    /**
     * Reads the value that the parser stands on; leaves the parser on its last token.
     *
     * @param maps makes the maps, and so decides their order
     */
    static @Nullable Object read(JsonParser parser, Supplier<Map<String, @Nullable Object>> maps) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, maps);
            case START_ARRAY -> readArray(parser, maps);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> readDecimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_EMBEDDED_OBJECT -> parser.getBinaryValue();
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
                throw new IllegalStateException("no value here: " + parser.currentToken());
        };
    }

    /** Reads the object that the parser stands on. */
    static Map<String, @Nullable Object> readObject(JsonParser parser, Supplier<Map<String, @Nullable Object>> maps)
            throws IOException {
        Map<String, @Nullable Object> map = maps.get();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, read(parser, maps));
        }
        return map;
    }

    private static List<@Nullable Object> readArray(JsonParser parser, Supplier<Map<String, @Nullable Object>> maps)
            throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(parser, maps));
        }
        return list;
    }

    private static Number readDecimal(JsonParser parser) throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isFinite(value)) {
            return value;
        }
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            return value; // CBOR, SMILE and YAML have an infinity, and what is no number
        }
    }

    /** Writes a value of the types that {@link #read} makes. */
    static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Number number) {
            writeNumber(generator, number);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> values) {
            generator.writeStartArray();
            for (Object element : values) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof byte[] bytes) {
            generator.writeBinary(bytes);
        } else {
            throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    private static void writeNumber(JsonGenerator generator, Number number) throws IOException {
        if (number instanceof BigInteger big) {
            generator.writeNumber(big);
        } else if (number instanceof BigDecimal decimal) {
            generator.writeNumber(decimal);
        } else if (number instanceof Double || number instanceof Float) {
            generator.writeNumber(number.doubleValue());
        } else {
            generator.writeNumber(number.longValue());
        }
    }
}
