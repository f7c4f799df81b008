package dev.optimist.load.journal;

import io.gatling.javaapi.core.Session;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One operation of a session that has just ended, as a line of the history. */
record Entry(Kind kind, String index, Session session, long endNanos) {
    private static final Pattern CURRENT =
            Pattern.compile("current document has seqNo \\[(\\d+)] and primary term \\[(\\d+)]");
    private static final Pattern EXISTS = Pattern.compile("document already exists \\(current version \\[(\\d+)]\\)");
    private static final String ABSENT = "but no document was found";

    String line() {
        StringJoiner line = new StringJoiner(",", "{", "}");
        line.add(text("op", session.getString("op")))
                .add(text("kind", kind.operation()))
                .add(text("index", index))
                .add("\"shard\":0")
                .add(text("id", session.getString("id")));
        if (kind.conditional()) {
            line.add(number("base_seq_no", session.getLong("baseSeqNo")))
                    .add(number("base_primary_term", session.getLong("basePrimaryTerm")));
        }
        line.add(number("start", session.getLong("start"))).add(number("end", endNanos));
        return line.add(answer()).toString();
    }

    private String answer() {
        int status = session.contains("status") ? session.getInt("status") : 0;
        return switch (status) {
            case 200, 201 -> kind == Kind.GET ? found() : written();
            case 404 -> "not_found".equals(session.getString("result")) ? written() : missing();
            case 409 -> conflicted(text("reason"));
            default -> status >= 400 && status < 500 ? refused(status) : unknown(status);
        };
    }

    private String found() {
        return answered("Found") + "," + state() + ",\"live\":true," + text("nonce", text("nonce"));
    }

    private String written() {
        return answered(text("result").equals("noop") ? "Unchanged" : "Written") + "," + state() + ",\"live\":true";
    }

    private String missing() {
        boolean document = kind == Kind.GET || text("errorType").equals("document_missing_exception");
        return document ? answered("Missing") : refused(404);
    }

    private static String refused(int status) {
        return answered("Refused") + "," + number("status", status);
    }

    private static String unknown(int status) {
        return answered("Unknown") + "," + text("why", "status " + status);
    }

    private static String conflicted(String reason) {
        Matcher current = CURRENT.matcher(reason);
        if (current.find()) {
            return answered("Conflicted") + ",\"version\":0,\"live\":true,\"seq_no\":" + current.group(1)
                    + ",\"primary_term\":" + current.group(2);
        }
        Matcher exists = EXISTS.matcher(reason);
        if (exists.find()) {
            return answered("Conflicted") + ",\"version\":" + exists.group(1) + ",\"live\":true";
        }
        return answered("Conflicted") + (reason.endsWith(ABSENT) ? ",\"version\":0,\"live\":false" : "");
    }

    private String state() {
        return number("version", session.getLong("version")) + "," + number("seq_no", session.getLong("seqNo")) + ","
                + number("primary_term", session.getLong("primaryTerm"));
    }

    private String text(String key) {
        String value = session.getString(key);
        return value == null ? "" : value;
    }

    private static String answered(String answer) {
        return text("answer", answer);
    }

    /** Nonces, ids and names of indices here need no escapes. */
    private static String text(String key, @Nullable String value) {
        return "\"" + key + "\":\"" + value + "\"";
    }

    private static String number(String key, long value) {
        return "\"" + key + "\":" + value;
    }
}
