package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** The names of tokens as Elasticsearch's messages have them. */
final class TokenNames {
    private TokenNames() {}

    static String of(@Nullable JsonToken token) {
        if (token == null) {
            return "null";
        }
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "VALUE_NUMBER";
            case VALUE_TRUE, VALUE_FALSE -> "VALUE_BOOLEAN";
            default -> token.name();
        };
    }
}
