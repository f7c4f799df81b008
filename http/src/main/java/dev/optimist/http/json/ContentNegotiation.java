package dev.optimist.http.json;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request say about formats and the version of the API.
 *
 * @param body the format of the body; JSON where there is none
 * @param unsupported the {@code Content-Type} of a body that cannot be read, for the 406 that a known path answers
 * @param answer the format of the answer
 * @param mediaType the {@code content-type} of the answer, as it is sent
 */
public record ContentNegotiation(
        ContentType body, @Nullable String unsupported, ContentType answer, String mediaType, ApiVersion version) {

    /** What a body's sender is trusted with. */
    public enum FormBodies {
        /** A form's content type, or none, is read as JSON: no browser sent it. */
        READ_AS_JSON,
        /** Only content types that say what they are. */
        REFUSED
    }

    /** What answers to requests without headers look like, before 8. */
    static final String LEGACY_JSON = "application/json; charset=UTF-8";

    /** JSON in and out: also the answer to a request whose headers cannot be read. */
    public static ContentNegotiation json(ApiVersion version) {
        return new ContentNegotiation(ContentType.JSON, null, ContentType.JSON, mediaType(version), version);
    }

    /**
     * Reads the headers; throws a RequestException for those that cannot be.
     *
     * @param contentTypes all values of {@code Content-Type}
     * @param accepts all values of {@code Accept}
     * @param format the parameter of that name
     * @param fromBrowser whether {@code Origin} or a {@code Sec-Fetch-} header is there
     * @param strict whether a form's or no content type is refused also where no browser sent it
     * @param version the version of the API that the server speaks by default
     */
    public static ContentNegotiation of(
            List<String> contentTypes,
            List<String> accepts,
            @Nullable String format,
            boolean hasBody,
            BooleanSupplier fromBrowser,
            boolean strict,
            ApiVersion version) {
        if (accepts.isEmpty() && format == null && asksForJson(contentTypes, hasBody, version)) {
            return json(version);
        }
        FormBodies forms = hasBody && !declaresJson(contentTypes) && (strict || fromBrowser.getAsBoolean())
                ? FormBodies.REFUSED
                : FormBodies.READ_AS_JSON;
        return version.legacy()
                ? LegacyHeaders.read(contentTypes, accepts, format, hasBody, forms, version)
                : read(contentTypes, accepts, format, hasBody, forms, version);
    }

    /** Nearly every request: no body, or one that says it is JSON; before 8 the latter is answered in its own words. */
    private static boolean asksForJson(List<String> contentTypes, boolean hasBody, ApiVersion version) {
        return hasBody ? !version.legacy() && declaresJson(contentTypes) : contentTypes.isEmpty();
    }

    /** Whatever sent it, there is nothing to be lenient about. */
    private static boolean declaresJson(List<String> contentTypes) {
        return contentTypes.size() == 1 && contentTypes.get(0).equals(ContentType.JSON.mediaType());
    }

    /** Returns whether an answer without further wishes would be written like this one. */
    public boolean looksLike(Output output) {
        return answer == output.type() && version == output.version() && mediaType.equals(output.mediaType());
    }

    private static ContentNegotiation read(
            List<String> contentTypes,
            List<String> accepts,
            @Nullable String format,
            boolean hasBody,
            FormBodies forms,
            ApiVersion version) {
        MediaType accept = header("Accept", accepts);
        MediaType contentType = header("Content-Type", contentTypes);
        ApiVersion wanted = version(accept, contentType, hasBody, version);
        ContentType body = contentType == null ? null : contentType.format();
        ContentType answer = format == null ? null : ContentType.named(format);
        boolean vendor = false;
        if (answer == null && accept != null) {
            answer = accept.format();
            vendor = accept.isVendor();
        }
        if (answer == null && body != null && contentType != null) {
            answer = body;
            vendor = contentType.isVendor();
        }
        ContentType form = answer == null || answer == ContentType.NDJSON ? ContentType.JSON : answer;
        String name = vendor ? MediaType.vendor(form) : form.mediaType();
        String unsupported = hasBody && body == null ? unsupported(contentTypes, contentType, forms) : null;
        return new ContentNegotiation(
                body == null ? ContentType.JSON : body,
                unsupported,
                form,
                name + (accept == null ? "" : accept.suffix()),
                wanted);
    }

    /** Returns the content type to refuse, or null where the body is read as JSON all the same. */
    static @Nullable String unsupported(List<String> headers, @Nullable MediaType type, FormBodies forms) {
        boolean curls = headers.isEmpty() || (type != null && type.name().equals("application/x-www-form-urlencoded"));
        return curls && forms == FormBodies.READ_AS_JSON ? null : String.join(",", headers);
    }

    private static @Nullable MediaType header(String name, List<String> values) {
        try {
            if (values.isEmpty()) {
                return null;
            }
            if (values.size() > 1) {
                throw new IllegalArgumentException(
                        "Incorrect header [" + name + "]. Only one value should be provided");
            }
            if (values.get(0).isBlank()) {
                throw new IllegalArgumentException("Header [" + name + "] cannot be empty.");
            }
            return MediaType.parse(values.get(0));
        } catch (IllegalArgumentException e) {
            throw invalid(name, RequestException.illegalArgument(String.valueOf(e.getMessage())));
        }
    }

    private static ApiVersion version(
            @Nullable MediaType accept, @Nullable MediaType contentType, boolean hasBody, ApiVersion current) {
        Integer accepted = compatible("Accept", accept);
        Integer given = compatible("Content-Type", contentType);
        requireServed("Accept", accepted, accept, current);
        if (hasBody) {
            requireServed("Content-Type", given, contentType, current);
            requireEqual(accepted, given, accept, contentType, current);
        }
        return accepted != null && accepted == 7 ? ApiVersion.V8_AS_7 : current;
    }

    private static @Nullable Integer compatible(String name, @Nullable MediaType type) {
        try {
            return type == null ? null : type.compatibleWith();
        } catch (IllegalArgumentException e) {
            throw invalid(name, RequestException.illegalArgument(String.valueOf(e.getMessage())));
        }
    }

    // 8 accepts 9 too, so that its clients work as they come.
    private static void requireServed(
            String name, @Nullable Integer version, @Nullable MediaType type, ApiVersion current) {
        int major = current.major();
        if (version != null && (version < major - 1 || version > 9)) {
            throw incompatible(String.format(
                    Locale.ROOT,
                    "%s version must be either version %d or %d, but found %d. %s=%s",
                    name,
                    major,
                    major - 1,
                    version,
                    name,
                    shown(type)));
        }
    }

    private static void requireEqual(
            @Nullable Integer accepted,
            @Nullable Integer given,
            @Nullable MediaType accept,
            @Nullable MediaType contentType,
            ApiVersion current) {
        String headers = ". Accept=" + shown(accept) + ", Content-Type=" + shown(contentType);
        String rule = "A compatible version is required on both Content-Type and Accept headers"
                + " if either one has requested a compatible version";
        if (orCurrent(accepted, current) != orCurrent(given, current)) {
            throw incompatible(rule + " and the compatible versions must match" + headers);
        }
        if ((accepted == null) != (given == null)) {
            throw incompatible(rule + headers);
        }
    }

    private static int orCurrent(@Nullable Integer version, ApiVersion current) {
        return version == null ? current.major() : version;
    }

    private static String shown(@Nullable MediaType type) {
        return type == null ? "null" : type.header();
    }

    private static RequestException incompatible(String reason) {
        return invalid("Content-Type, Accept", RequestException.of(ErrorKind.STATUS, reason));
    }

    private static RequestException invalid(String headers, RequestException cause) {
        return RequestException.of(ErrorKind.MEDIA_TYPE_HEADER, "Invalid media-type value on headers [" + headers + "]")
                .causedBy(cause);
    }

    private static String mediaType(ApiVersion version) {
        return version.legacy() ? LEGACY_JSON : ContentType.JSON.mediaType();
    }
}
