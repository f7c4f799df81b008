package dev.optimist.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.error.WriteOutcome;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.FilterPath;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ErrorAnswerTest {
    private static final ShardId SHARD = new ShardId("ANPKtezCQouLYZ0dAN-8mQ", 0);

    private static Output output(boolean pretty, boolean errorTrace, ApiVersion version) {
        return new Output(
                ContentType.JSON, "application/json", pretty, false, errorTrace, FilterPath.parse("nope"), version);
    }

    private static String body(ErrorAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String body(Throwable failure) {
        return body(ErrorAnswer.of(failure, Output.JSON));
    }

    private static ShardException conflict() {
        Document current = new Document(3, 15, 1, null, Source.of("{}"));
        WriteCondition condition = new WriteCondition.IfSeqNo(0, 1);
        return ShardException.versionConflict(
                "g5", SHARD, "u1", new Conflict(Conflict.Cause.SEQ_NO, condition, current));
    }

    @Test
    void of_aConflict_isAsRecorded() {
        String error =
                "\"type\":\"version_conflict_engine_exception\",\"reason\":\"[u1]: version conflict, required seqNo"
                        + " [0], primary term [1]. current document has seqNo [15] and primary term [1]\","
                        + "\"index_uuid\":\"ANPKtezCQouLYZ0dAN-8mQ\",\"shard\":\"0\",\"index\":\"g5\"";

        ErrorAnswer answer = ErrorAnswer.of(conflict(), Output.JSON);

        assertThat(answer.status()).as("status").isEqualTo(409);
        assertThat(body(answer))
                .as("body")
                .isEqualTo("{\"error\":{\"root_cause\":[{" + error + "}]," + error + "},\"status\":409}");
    }

    @Test
    void of_aConflictByGenerator_saysTheSame() {
        Output filtered = output(/* pretty= */ false, /* errorTrace= */ false, ApiVersion.V8);

        assertThat(body(ErrorAnswer.of(conflict(), filtered)))
                .as("the filter does not apply either")
                .isEqualTo(body(conflict()));
    }

    @Test
    void of_aMissingDocument_namesItsTypeBefore8() {
        ShardException missing = ShardException.documentMissing("g5", SHARD, "nope");
        Output seven = output(false, false, ApiVersion.V7);

        assertThat(body(missing)).as("8").contains("\"reason\":\"[nope]: document missing\"");
        assertThat(body(ErrorAnswer.of(missing, seven)))
                .as("7")
                .contains("\"reason\":\"[_doc][nope]: document missing\"");
    }

    @Test
    void of_aMissingIndex_namesTheResource() {
        String error = "\"type\":\"index_not_found_exception\",\"reason\":\"no such index [g_none]\","
                + "\"resource.type\":\"index_or_alias\",\"resource.id\":\"g_none\",\"index_uuid\":\"_na_\",\"index\":\"g_none\"";

        assertThat(body(IndexException.notFound("g_none", Lookup.SINGLE_DOCUMENT)))
                .as("as recorded")
                .isEqualTo("{\"error\":{\"root_cause\":[{" + error + "}]," + error + "},\"status\":404}");
    }

    @Test
    void of_aMissingIndexBefore8_dependsOnTheLookup() {
        Output seven = output(false, false, ApiVersion.V7);
        String advice = "no such index [-x] and if you intended to exclude this index, ...";

        assertThat(body(ErrorAnswer.of(IndexException.notFound("i", Lookup.SINGLE_DOCUMENT), seven)))
                .as("of one document")
                .contains("\"resource.type\":\"index_expression\"");
        assertThat(body(ErrorAnswer.of(IndexException.notFound("-x", advice, Lookup.EXPRESSION), seven)))
                .as("of names, without advice")
                .contains("\"reason\":\"no such index [-x]\",\"resource.type\":\"index_or_alias\"");
    }

    @Test
    void of_wordsOf8_areThoseOf7Before8() {
        Output seven = output(false, false, ApiVersion.V7);
        RequestException name = RequestException.of(
                ErrorKind.INVALID_INDEX_NAME,
                "Invalid index name [a,b], must not contain the following characters ['"
                        + " ','\"','*',',','/','<','>','?','\\','|']");
        RequestException routing = RequestException.of(ErrorKind.ROUTING_MISSING, "routing is required for [gdr]/[1]");

        assertThat(body(ErrorAnswer.of(name, seven)))
                .as("as recorded")
                .contains("characters [ , \\\", *, \\\\, <, |, ,, >, /, ?]\"");
        assertThat(body(ErrorAnswer.of(routing, seven)))
                .as("as recorded")
                .contains("routing is required for [gdr]/[_doc]/[1]");
    }

    @Test
    void of_anIndexThatMustBeAnAlias_namesNoResource() {
        String reason = "no such index [g5] and [require_alias] request flag is [true] and [g5] is not an alias";

        assertThat(body(new IndexException(ErrorKind.INDEX_NOT_FOUND, reason, "g5", IndexException.NO_UUID)))
                .as("as recorded")
                .contains("\"reason\":\"" + reason + "\",\"index_uuid\":\"_na_\",\"index\":\"g5\"}")
                .doesNotContain("resource");
    }

    @Test
    void of_aChain_findsTheRootWithinTheFamily() {
        RequestException parser = RequestException.of(ErrorKind.JSON_PARSE, "c");
        RequestException content =
                RequestException.of(ErrorKind.X_CONTENT_PARSE, "b").causedBy(parser);
        RequestException document =
                RequestException.of(ErrorKind.DOCUMENT_PARSING, "a").causedBy(content);

        assertThat(body(document))
                .as("another family is a cause, no root")
                .isEqualTo("{\"error\":{\"root_cause\":[{\"type\":\"document_parsing_exception\",\"reason\":\"a\"}],"
                        + "\"type\":\"document_parsing_exception\",\"reason\":\"a\",\"caused_by\":{\"type\":"
                        + "\"x_content_parse_exception\",\"reason\":\"b\",\"caused_by\":{\"type\":\"json_parse_exception\","
                        + "\"reason\":\"c\"}}},\"status\":400}");
        RequestException outer = RequestException.of(ErrorKind.DOCUMENT_PARSING, "o")
                .causedBy(RequestException.of(ErrorKind.DOCUMENT_PARSING, "i"));
        assertThat(body(outer))
                .as("the innermost of one family is the root")
                .startsWith("{\"error\":{\"root_cause\":[{\"type\":\"document_parsing_exception\",\"reason\":\"i\"}],"
                        + "\"type\":\"document_parsing_exception\",\"reason\":\"o\"");
    }

    @Test
    void of_furtherKeys_standAfterTheReason() {
        RequestException failure =
                RequestException.of(ErrorKind.PARSING, "x").with("line", 1).with("col", 2);

        assertThat(body(failure)).contains("\"reason\":\"x\",\"line\":1,\"col\":2}");
    }

    @Test
    void of_pretty_isIndented() {
        Output pretty = output(/* pretty= */ true, false, ApiVersion.V8);

        assertThat(body(ErrorAnswer.of(RequestException.illegalArgument("x"), pretty)))
                .as("two spaces, a final newline")
                .isEqualTo("""
                    {
                      "error" : {
                        "root_cause" : [
                          {
                            "type" : "illegal_argument_exception",
                            "reason" : "x"
                          }
                        ],
                        "type" : "illegal_argument_exception",
                        "reason" : "x"
                      },
                      "status" : 400
                    }
                    """);
    }

    @Test
    void of_errorTrace_addsTheChain() {
        RequestException failure =
                RequestException.of(ErrorKind.BAD_PARAMETER, "a").causedBy(RequestException.illegalArgument("b"));

        assertThat(body(ErrorAnswer.of(failure, output(false, /* errorTrace= */ true, ApiVersion.V8))))
                .as("under its key")
                .contains("\"stack_trace\":\"bad_parameter_exception: a\\nCaused by: illegal_argument_exception: b\"");
    }

    @Test
    void of_aWriteThatFailedWithTheStore_is503AndSaysWhatBecameOfIt() {
        StoreFailedException failure = new StoreFailedException("disk full", null).withOutcome(WriteOutcome.UNKNOWN);
        String error = "\"type\":\"store_failed_exception\",\"reason\":\"disk full\",\"outcome\":\"unknown\"";

        assertThat(ErrorAnswer.of(failure, Output.JSON).status())
                .as("never a conflict")
                .isEqualTo(503);
        assertThat(body(failure))
                .isEqualTo("{\"error\":{\"root_cause\":[{" + error + "}]," + error + "},\"status\":503}");
        assertThat(body(StoreFailedException.refusing(failure)))
                .as("what came later")
                .contains("\"outcome\":\"not_written\"")
                .doesNotContain("unknown");
    }

    @Test
    void of_anUnknownFailure_hidesItsText() {
        ErrorAnswer answer = ErrorAnswer.of(new IllegalStateException("secret"), Output.JSON);

        assertThat(answer.status()).as("status").isEqualTo(500);
        assertThat(body(answer)).as("no foreign text").doesNotContain("secret").contains("\"type\":\"exception\"");
        assertThat(body(ErrorAnswer.unknown("id-1", Output.JSON)))
                .as("the id of the log")
                .contains("[id-1]");
    }

    @Test
    void plainErrors_areAsRecorded() {
        assertThat(body(ErrorAnswer.noHandler("POST", "/x/y?q", Output.JSON)))
                .isEqualTo("{\"error\":\"no handler found for uri [/x/y?q] and method [POST]\"}");
        ErrorAnswer wrong = ErrorAnswer.wrongMethod("PATCH", "/i/_doc/1", List.of(HttpMethod.values()), Output.JSON);
        assertThat(wrong.headers()).containsEntry("Allow", "GET,POST,PUT,DELETE,HEAD");
        assertThat(body(wrong))
                .isEqualTo("{\"error\":\"Incorrect HTTP method for uri [/i/_doc/1] and method [PATCH], allowed: [GET,"
                        + " POST, PUT, DELETE, HEAD]\",\"status\":405}");
        assertThat(body(ErrorAnswer.unexpectedMethod("FOO", List.of(HttpMethod.POST), Output.JSON)))
                .isEqualTo("{\"error\":\"Unexpected http method: FOO, allowed: [POST]\",\"status\":405}");
        assertThat(body(ErrorAnswer.unsupportedContentType("", Output.JSON)))
                .isEqualTo("{\"error\":\"Content-Type header [] is not supported\",\"status\":406}");
    }
}
