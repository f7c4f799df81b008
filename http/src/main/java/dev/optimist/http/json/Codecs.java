package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Jackson's factories, set up as Elasticsearch sets up its own and bounded in what they take. */
final class Codecs {
    /** Levels of nesting that a body may have. */
    static final int NESTING_MAX = 1_000;

    /**
     * Levels of nesting that a document may have in versions of the API that know no limit; few enough to recurse, and
     * for an indented answer to stay within some megabytes.
     */
    static final int LEGACY_NESTING_MAX = 1_500;

    private static final int STRING_BYTES_MAX = 100 * 1024 * 1024;

    /** Reads bodies; the texts of its errors quote the body. */
    static final JsonFactory QUOTING = body(NESTING_MAX)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Reads bodies; the texts of its errors do not quote the body. */
    static final JsonFactory SILENT = body(NESTING_MAX).build();

    /** Reads documents of versions of the API that know no limit of nesting. */
    static final JsonFactory LEGACY = body(LEGACY_NESTING_MAX).build();

    /** Reads what has been validated before, and writes JSON. */
    static final JsonFactory STORED = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(bounded(LEGACY_NESTING_MAX + 1))
            .streamWriteConstraints(writable())
            .build();

    // Half a surrogate pair is a text in JSON; the binary formats have no form for it but a replacement.
    private static final JsonFactory CBOR = bounded(CBORFactory.builder())
            .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
            .build();

    private static final JsonFactory SMILE = bounded(SmileFactory.builder())
            .disable(SmileGenerator.Feature.ENCODE_BINARY_AS_7BIT)
            .enable(SmileGenerator.Feature.LENIENT_UTF_ENCODING)
            .build();

    private static final JsonFactory YAML = bounded(YAMLFactory.builder()).build();

    private Codecs() {}

    /** Returns what reads and writes a format, where the texts of errors do not matter. */
    static JsonFactory of(ContentType type) {
        return switch (type) {
            case JSON, NDJSON -> STORED;
            case CBOR -> CBOR;
            case SMILE -> SMILE;
            case YAML -> YAML;
        };
    }

    private static JsonFactoryBuilder body(int nestingMax) {
        JsonFactoryBuilder builder = (JsonFactoryBuilder) JsonFactory.builder();
        return builder.enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(bounded(nestingMax));
    }

    private static <F extends JsonFactory, B extends TSFBuilder<F, B>> B bounded(B builder) {
        return builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(bounded(NESTING_MAX))
                .streamWriteConstraints(writable());
    }

    private static StreamReadConstraints bounded(int nestingMax) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(nestingMax)
                .maxStringLength(STRING_BYTES_MAX)
                .build();
    }

    private static StreamWriteConstraints writable() {
        return StreamWriteConstraints.builder()
                .maxNestingDepth(LEGACY_NESTING_MAX + 100) // an answer wraps a source in some levels of its own
                .build();
    }
}
