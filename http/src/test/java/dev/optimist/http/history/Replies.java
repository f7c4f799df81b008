package dev.optimist.http.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Missing;
import dev.optimist.core.history.Answer.Refused;
import dev.optimist.core.history.Answer.Unchanged;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.Sighting;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.http.history.Connection.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an HTTP reply means for a history. */
final class Replies {
    /** The field of {@code _source} that holds the nonce of its writer. */
    static final String NONCE = "op";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CURRENT =
            Pattern.compile("current document has seqNo \\[(\\d+)] and primary term \\[(\\d+)]");
    private static final Pattern EXISTS = Pattern.compile("document already exists \\(current version \\[(\\d+)]\\)");

    private Replies() {}

    static Answer answer(OperationKind kind, Reply reply) {
        JsonNode body = body(reply);
        return switch (reply.status()) {
            case 200, 201 -> kind == OperationKind.GET ? found(body) : written(body);
            case 404 -> "not_found".equals(body.path("result").asText()) ? written(body) : missing(reply, body);
            case 409 -> new Conflicted(current(body.at("/error/reason").asText()));
            case 503 ->
                body.at("/error/outcome").asText().equals("not_written")
                        ? new Refused(503)
                        : new Unknown(body.at("/error/reason").asText());
            default -> reply.status() < 500 ? new Refused(reply.status()) : new Unknown("status " + reply.status());
        };
    }

    static JsonNode body(Reply reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + reply, e);
        }
    }

    private static Answer missing(Reply reply, JsonNode body) {
        boolean document = body.has("found") || body.at("/error/type").asText().equals("document_missing_exception");
        return document ? new Missing() : new Refused(reply.status());
    }

    private static Answer found(JsonNode body) {
        return new Found(
                version(body), revision(body), body.at("/_source/" + NONCE).asText());
    }

    private static Answer written(JsonNode body) {
        return "noop".equals(body.path("result").asText())
                ? new Unchanged(version(body), revision(body))
                : new Written(version(body), revision(body));
    }

    private static long version(JsonNode body) {
        return body.required("_version").asLong();
    }

    private static Revision revision(JsonNode body) {
        return new Revision(
                body.required("_seq_no").asLong(),
                body.required("_primary_term").asLong());
    }

    private static @Nullable Sighting current(String reason) {
        Matcher revision = CURRENT.matcher(reason);
        if (revision.find()) {
            return Sighting.ofRevision(
                    new Revision(Long.parseLong(revision.group(1)), Long.parseLong(revision.group(2))));
        }
        Matcher version = EXISTS.matcher(reason);
        if (version.find()) {
            return Sighting.ofVersion(Long.parseLong(version.group(1)));
        }
        return reason.endsWith("but no document was found") ? Sighting.ABSENT : null;
    }
}
