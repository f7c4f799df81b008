package dev.optimist.http.json;

/**
 * How one request wants its answer written.
 *
 * @param type the format of the body
 * @param mediaType the answer's {@code content-type}, as it is sent
 * @param pretty whether it is indented
 * @param human whether sizes and times come with their readable form
 * @param errorTrace whether errors show a stack trace
 * @param filterPath which parts of the answer are left; not applied to errors
 * @param version the version of the API that the answer is given in
 */
public record Output(
        ContentType type,
        String mediaType,
        boolean pretty,
        boolean human,
        boolean errorTrace,
        FilterPath filterPath,
        ApiVersion version) {
    /** Compact JSON of the current API. */
    public static final Output JSON = new Output(
            ContentType.JSON, ContentType.JSON.mediaType(), false, false, false, FilterPath.ALL, ApiVersion.V8);

    /** Returns compact JSON of a version of the API. */
    public static Output plain(ApiVersion version) {
        return new Output(ContentType.JSON, ContentType.JSON.mediaType(), false, false, false, FilterPath.ALL, version);
    }

    /** Returns whether the answer is JSON with one value a line. */
    public boolean indented() {
        return pretty && (type == ContentType.JSON || type == ContentType.NDJSON);
    }

    /** Returns whether the answer is JSON without indentation or filter, which can be written straight away. */
    public boolean plain() {
        return (type == ContentType.JSON || type == ContentType.NDJSON) && !pretty && filterPath.all();
    }
}
