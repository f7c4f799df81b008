package dev.optimist.core.error;

/** Every failure that a caller may see: Elasticsearch's type string, the HTTP status, and whether it may pass by itself. */
public enum ErrorKind {
    VERSION_CONFLICT("version_conflict_engine_exception", 409, /* isTransient= */ true),
    PRECONDITION_FAILED("precondition_failed_exception", 412, false),
    DOCUMENT_MISSING("document_missing_exception", 404, false),
    RESOURCE_NOT_FOUND("resource_not_found_exception", 404, false),
    INDEX_NOT_FOUND("index_not_found_exception", 404, false),
    ALIASES_NOT_FOUND("aliases_not_found_exception", 404, false),
    RESOURCE_ALREADY_EXISTS("resource_already_exists_exception", 400, false),
    INVALID_INDEX_NAME("invalid_index_name_exception", 400, false),
    INVALID_INDEX_TEMPLATE("invalid_index_template_exception", 400, false),
    INVALID_ALIAS_NAME("invalid_alias_name_exception", 400, false),
    INDEX_CLOSED("index_closed_exception", 400, false),
    CLUSTER_BLOCK("cluster_block_exception", 403, false),
    SECURITY("security_exception", 403, false),
    UNAUTHENTICATED("security_exception", 401, false),
    TOO_MANY_ATTEMPTS("security_exception", 429, /* isTransient= */ true),
    ROUTING_MISSING("routing_missing_exception", 400, false),
    ILLEGAL_ARGUMENT("illegal_argument_exception", 400, false),
    ACTION_REQUEST_VALIDATION("action_request_validation_exception", 400, false),
    PARSE("parse_exception", 400, false),
    PARSING("parsing_exception", 400, false),
    X_CONTENT_PARSE("x_content_parse_exception", 400, false),
    X_CONTENT_EOF("x_content_e_o_f_exception", 400, false),
    NOT_X_CONTENT("not_x_content_exception", 500, false),
    JSON_PARSE("json_parse_exception", 400, false),
    JSON_EOF("json_e_o_f_exception", 400, false),
    STREAM_CONSTRAINTS("stream_constraints_exception", 400, false),
    DOCUMENT_PARSING("document_parsing_exception", 400, false),
    MAPPER_PARSING("mapper_parsing_exception", 400, false),
    SETTINGS("settings_exception", 400, false),
    MEDIA_TYPE_HEADER("media_type_header_exception", 400, false),
    CONTENT_TYPE_HEADER("content_type_header_exception", 400, false),
    BAD_PARAMETER("bad_parameter_exception", 400, false),
    NUMBER_FORMAT("number_format_exception", 400, false),
    DATE_TIME_PARSE("date_time_parse_exception", 400, false),
    TOO_LONG_HTTP_LINE("too_long_http_line_exception", 400, false),
    TOO_LONG_HTTP_HEADER("too_long_http_header_exception", 400, false),
    IDEMPOTENCY_KEY("idempotency_key_exception", 422, false),
    STATUS("status_exception", 400, false),
    SCRIPT("script_exception", 400, false),
    CIRCUIT_BREAKING("circuit_breaking_exception", 429, /* isTransient= */ true),
    REJECTED("es_rejected_execution_exception", 429, /* isTransient= */ true),
    UNAVAILABLE_SHARDS("unavailable_shards_exception", 503, /* isTransient= */ true),
    REPOSITORY("repository_exception", 500, false),
    REPOSITORY_MISSING("repository_missing_exception", 404, false),
    REPOSITORY_VERIFICATION("repository_verification_exception", 500, false),
    INVALID_REPOSITORY_NAME("invalid_repository_name_exception", 400, false),
    SNAPSHOT_MISSING("snapshot_missing_exception", 404, false),
    INVALID_SNAPSHOT_NAME("invalid_snapshot_name_exception", 400, false),
    STORE_FAILED("store_failed_exception", 503, false),
    INTERNAL("exception", 500, false);

    private final String type;
    private final int status;
    private final boolean isTransient;

    ErrorKind(String type, int status, boolean isTransient) {
        this.type = type;
        this.status = status;
        this.isTransient = isTransient;
    }

    /** Returns the {@code type} of the error body. */
    public String type() {
        return type;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns whether the same request may succeed when it is made again: what a retry may be filtered by. */
    public boolean isTransient() {
        return isTransient;
    }
}
