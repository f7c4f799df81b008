package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContentNegotiationTest {
    private static final String VENDOR = "application/vnd.elasticsearch+json;compatible-with=";

    private static List<String> header(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static ContentNegotiation of(@Nullable String contentType, @Nullable String accept, boolean hasBody) {
        return ContentNegotiation.of(
                header(contentType), header(accept), null, hasBody, () -> false, /* strict= */ true, ApiVersion.V8);
    }

    private static RequestException failure(@Nullable String contentType, @Nullable String accept) {
        RequestException failure =
                catchThrowableOfType(RequestException.class, () -> of(contentType, accept, /* hasBody= */ true));
        return Objects.requireNonNull(failure, "the headers were accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, JSON, application/json",
        "application/json; charset=UTF-8, JSON, application/json",
        "application/json; charset=ISO-8859-1, JSON, application/json",
        "Application/JSON, JSON, application/json",
        "application/x-ndjson, NDJSON, application/json",
        "application/yaml, YAML, application/yaml",
        "application/cbor, CBOR, application/cbor",
        "application/smile, SMILE, application/smile",
    })
    void body_ofAKnownType_isAnsweredInIt(String contentType, ContentType body, String answer) {
        ContentNegotiation negotiation = of(contentType, null, /* hasBody= */ true);

        assertThat(negotiation.body()).as("body").isEqualTo(body);
        assertThat(negotiation.unsupported()).as("supported").isNull();
        assertThat(negotiation.mediaType()).as("answer").isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "application/yaml, YAML, application/yaml",
        "text/html, JSON, application/json",
        "*/*, JSON, application/json",
        "'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', JSON, application/json",
        "application/json; charset=utf-8, JSON, application/json;charset=utf-8",
        "application/vnd.elasticsearch+json;compatible-with=8, JSON, application/vnd.elasticsearch+json;compatible-with=8",
        "application/vnd.elasticsearch+json;compatible-with=9, JSON, application/vnd.elasticsearch+json;compatible-with=9",
    })
    void accept_decidesTheAnswer(String accept, ContentType answer, String mediaType) {
        ContentNegotiation negotiation = of(null, accept, /* hasBody= */ false);

        assertThat(negotiation.answer()).as("format").isEqualTo(answer);
        assertThat(negotiation.mediaType()).as("content-type").isEqualTo(mediaType);
    }

    @Test
    void format_goesBeforeAccept() {
        ContentNegotiation yaml =
                ContentNegotiation.of(List.of(), header("text/html"), "yaml", false, () -> false, false, ApiVersion.V8);
        ContentNegotiation bogus =
                ContentNegotiation.of(List.of(), List.of(), "bogus", false, () -> false, false, ApiVersion.V8);

        assertThat(yaml.answer()).as("known").isEqualTo(ContentType.YAML);
        assertThat(bogus.mediaType()).as("unknown").isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({"application/x-www-form-urlencoded", "text/plain", "application/xml", "*/*"})
    void body_ofAnUnknownType_isUnsupported(String contentType) {
        assertThat(of(contentType, null, /* hasBody= */ true).unsupported())
                .as("for the 406")
                .isEqualTo(contentType);
    }

    @Test
    void body_withoutAType_isReadWhereNoBrowserSentIt() {
        assertThat(unsupported(List.of(), false, false))
                .as("curl without a header")
                .isNull();
        assertThat(unsupported(List.of("application/x-www-form-urlencoded"), false, false))
                .as("curl's own")
                .isNull();
        assertThat(unsupported(List.of(), /* fromBrowser= */ true, false))
                .as("a browser")
                .isEmpty();
        assertThat(unsupported(List.of(), false, /* strict= */ true))
                .as("strict")
                .isEmpty();
        assertThat(unsupported(List.of("text/plain"), false, false))
                .as("a browser's simple type")
                .isEqualTo("text/plain");
    }

    private static @Nullable String unsupported(List<String> contentTypes, boolean fromBrowser, boolean strict) {
        return ContentNegotiation.of(contentTypes, List.of(), null, true, () -> fromBrowser, strict, ApiVersion.V8)
                .unsupported();
    }

    @ParameterizedTest
    @CsvSource({
        "bogus, invalid media-type [bogus]",
        "'', Header [Content-Type] cannot be empty.",
        "application/json;charset, invalid parameters for header [application/json;charset]",
    })
    void contentType_malformed_isRefused(String contentType, String cause) {
        RequestException failure = failure(contentType, null);

        assertThat(failure.kind()).as("type").isEqualTo(ErrorKind.MEDIA_TYPE_HEADER);
        assertThat(failure.reason()).as("reason").isEqualTo("Invalid media-type value on headers [Content-Type]");
        assertThat(failure.getCause()).as("cause").hasMessage(cause);
    }

    @Test
    void contentType_twice_isRefused() {
        RequestException failure = catchThrowableOfType(
                RequestException.class,
                () -> ContentNegotiation.of(
                        List.of("application/json", "application/json"),
                        List.of(),
                        null,
                        true,
                        () -> false,
                        false,
                        ApiVersion.V8));

        assertThat(failure)
                .cause()
                .as("as recorded")
                .hasMessage("Incorrect header [Content-Type]. Only one value should be provided");
    }

    @Test
    void version_differentInTheHeaders_isRefused() {
        RequestException failure = failure(VENDOR + 8, VENDOR + 7);

        assertThat(failure.reason())
                .as("reason")
                .isEqualTo("Invalid media-type value on headers [Content-Type, Accept]");
        assertThat(failure.getCause())
                .as("as recorded")
                .hasMessage("A compatible version is required on both Content-Type and Accept headers if either one has"
                        + " requested a compatible version and the compatible versions must match. Accept=" + VENDOR
                        + "7, Content-Type=" + VENDOR + "8");
    }

    @Test
    void version_inOneHeaderOnly_isRefused() {
        assertThat(failure(VENDOR + 8, null).getCause())
                .as("the same version, but not said twice")
                .hasMessageEndingWith("compatible version. Accept=null, Content-Type=" + VENDOR + "8");
        assertThat(failure("application/json", VENDOR + 6).getCause())
                .as("too old")
                .hasMessage("Accept version must be either version 8 or 7, but found 6. Accept=" + VENDOR + "6");
    }

    @Test
    void version_seven_hasTypesAgain() {
        ContentNegotiation negotiation = of(VENDOR + 7, VENDOR + 7, /* hasBody= */ true);

        assertThat(negotiation.version()).as("8 that looks like 7").isEqualTo(ApiVersion.V8_AS_7);
        assertThat(negotiation.mediaType()).as("echoed").isEqualTo(VENDOR + "7");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, application/json; charset=UTF-8",
        "application/yaml, application/yaml",
        "text/html, application/json; charset=UTF-8",
        "'', application/json; charset=UTF-8",
        "application/vnd.elasticsearch+json;compatible-with=8, application/json; charset=UTF-8",
    })
    void accept_before8_neverFails(String accept, String mediaType) {
        ContentNegotiation negotiation =
                ContentNegotiation.of(List.of(), header(accept), null, false, () -> false, false, ApiVersion.V7);

        assertThat(negotiation.mediaType()).as("as recorded").isEqualTo(mediaType);
    }

    @Test
    void contentType_malformedBefore8_isRefusedInItsWords() {
        RequestException failure = catchThrowableOfType(
                RequestException.class,
                () -> ContentNegotiation.of(
                        List.of("bogus"), List.of(), null, true, () -> false, false, ApiVersion.V7));

        assertThat(failure)
                .as("as recorded")
                .hasMessage("java.lang.IllegalArgumentException: invalid Content-Type header [bogus]");
    }
}
