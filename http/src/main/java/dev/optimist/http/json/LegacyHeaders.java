package dev.optimist.http.json;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.ContentNegotiation.FormBodies;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Content types as versions before 8 read them: parameters and versions do not matter, nor does a bad {@code Accept}. */
final class LegacyHeaders {
    private LegacyHeaders() {}

    static ContentNegotiation read(
            List<String> contentTypes,
            List<String> accepts,
            @Nullable String format,
            boolean hasBody,
            FormBodies forms,
            ApiVersion version) {
        ContentType body = body(contentTypes);
        String wanted = format != null ? format : accepts.isEmpty() ? null : accepts.get(0);
        ContentType answer = wanted == null ? null : answer(wanted);
        if (answer == null) {
            answer = body == null || body == ContentType.NDJSON ? ContentType.JSON : body;
        }
        String unsupported = hasBody && body == null
                ? ContentNegotiation.unsupported(contentTypes, form(contentTypes), forms)
                : null;
        String mediaType = answer == ContentType.JSON ? ContentNegotiation.LEGACY_JSON : answer.mediaType();
        return new ContentNegotiation(body == null ? ContentType.JSON : body, unsupported, answer, mediaType, version);
    }

    private static @Nullable ContentType body(List<String> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        if (headers.size() > 1) {
            throw invalid("only one Content-Type header should be provided");
        }
        String header = headers.get(0);
        String name = beforeParameters(header);
        int slash = name.indexOf('/');
        if (slash < 0
                || !isToken(name.substring(0, slash))
                || !isToken(name.substring(slash + 1).trim())) {
            throw invalid("invalid Content-Type header [" + header + "]");
        }
        return format(name);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(MediaType::isTokenCharacter);
    }

    private static @Nullable MediaType form(List<String> headers) {
        return headers.isEmpty() ? null : MediaType.parse(beforeParameters(headers.get(0)));
    }

    private static @Nullable ContentType answer(String text) {
        ContentType named = ContentType.named(text.trim());
        if (named != null) {
            return named;
        }
        String name = beforeParameters(text).toLowerCase(Locale.ROOT);
        if (name.startsWith("application/*")) {
            return ContentType.JSON;
        }
        ContentType type = format(name);
        return type == ContentType.NDJSON ? ContentType.JSON : type;
    }

    private static @Nullable ContentType format(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace("vnd.elasticsearch+", "")) {
            case "application/json" -> ContentType.JSON;
            case "application/x-ndjson" -> ContentType.NDJSON;
            case "application/cbor" -> ContentType.CBOR;
            case "application/smile" -> ContentType.SMILE;
            case "application/yaml" -> ContentType.YAML;
            default -> null;
        };
    }

    private static String beforeParameters(String header) {
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).trim();
    }

    private static RequestException invalid(String reason) {
        return RequestException.of(ErrorKind.CONTENT_TYPE_HEADER, "java.lang.IllegalArgumentException: " + reason)
                .causedBy(RequestException.illegalArgument(reason));
    }
}
