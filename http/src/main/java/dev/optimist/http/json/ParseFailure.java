package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.io.IOException;

/**
 * A syntax error of a body, in the words of Elasticsearch.
 *
 * <p>Its words are Jackson's, of the versions that Elasticsearch 8.19 and 7.17 ship. Newer ones say a few things
 * elsewhere: those places are put back here.
 */
final class ParseFailure {
    private static final String NO_TOKEN = "Unrecognized token";
    private static final String REDACTED = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)";
    private static final String NOT_A_NUMBER = "enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow";
    private static final String NOT_A_NUMBER_LEGACY = "enable JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS to allow";

    private ParseFailure() {}

    /**
     * Returns the failure that a reader of the body reports.
     *
     * @param legacySource what versions before 8 call the place that the body came from
     */
    static RequestException of(IOException failure, JsonParser parser, ApiVersion version, String legacySource) {
        if (!version.legacy()) {
            return located(failure, parser);
        }
        return plain(failure, parser, /* legacy= */ true, legacySource);
    }

    /** Returns the failure with its location in front, as Elasticsearch 8 wraps it. */
    private static RequestException located(IOException failure, JsonParser parser) {
        RequestException plain = plain(failure, parser, /* legacy= */ false, "");
        if (!(failure instanceof JsonProcessingException known) || failure instanceof StreamConstraintsException) {
            return plain;
        }
        JsonLocation at = location(known, parser, /* legacy= */ false);
        boolean isEnd = failure instanceof JsonEOFException;
        ErrorKind kind = isEnd ? ErrorKind.X_CONTENT_EOF : ErrorKind.X_CONTENT_PARSE;
        String reason = isEnd ? "Unexpected end of file" : plain.reason();
        return RequestException.of(kind, prefix(at) + reason).causedBy(plain);
    }

    /** Returns the failure as Jackson reports it. */
    static RequestException plain(IOException failure, JsonParser parser, boolean legacy, String legacySource) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof StreamConstraintsException limit) {
            return RequestException.of(ErrorKind.STREAM_CONSTRAINTS, String.valueOf(limit.getOriginalMessage()));
        }
        if (!(failure instanceof JsonProcessingException known)) {
            return RequestException.of(ErrorKind.X_CONTENT_PARSE, message);
        }
        ErrorKind kind = failure instanceof JsonEOFException ? ErrorKind.JSON_EOF : ErrorKind.JSON_PARSE;
        String text = known.getOriginalMessage() + "\n at " + location(known, parser, legacy);
        if (legacy) {
            text = text.replace(REDACTED, "(" + legacySource + ")").replace(NOT_A_NUMBER, NOT_A_NUMBER_LEGACY);
        }
        return RequestException.of(kind, text);
    }

    /** Returns whether a string holds a character that has to be escaped: found late, when the string is read. */
    static boolean isUnescaped(IOException failure) {
        return failure instanceof JsonProcessingException known
                && known.getOriginalMessage().startsWith("Illegal unquoted character")
                && known.getOriginalMessage().endsWith("string value");
    }

    static String prefix(JsonLocation at) {
        return "[" + at.getLineNr() + ":" + at.getColumnNr() + "] ";
    }

    private static JsonLocation location(JsonProcessingException failure, JsonParser parser, boolean legacy) {
        JsonLocation reported = failure.getLocation();
        String message = failure.getOriginalMessage();
        if (reported == null || message.startsWith(NO_TOKEN)) {
            return parser.currentLocation(); // the place after the token, no longer the one before it
        }
        return legacy && namesCharacter(message) ? oneOn(reported) : reported;
    }

    private static boolean namesCharacter(String message) {
        return message.startsWith("Unexpected character (")
                || message.startsWith("Illegal unquoted character")
                || message.startsWith("Unexpected close marker")
                || message.startsWith("Unrecognized character escape");
    }

    private static JsonLocation oneOn(JsonLocation at) {
        return new JsonLocation(
                at.contentReference(), at.getByteOffset(), at.getCharOffset(), at.getLineNr(), at.getColumnNr() + 1);
    }
}
