package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Missing;
import dev.optimist.core.history.Answer.Refused;
import dev.optimist.core.history.Answer.Unchanged;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.observe.OperationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A history as a file of flat JSON objects, one a line: so that what another program recorded can be judged, and what
 * was judged can be kept. A line is an operation or {@code {"restart":nanos}}; absent keys mean "none".
 */
public final class HistoryFile {
    /** A value is a number, a boolean or a string; strings escape what JSON makes them and nothing else. */
    private static final Pattern FIELD =
            Pattern.compile("\"(\\w+)\":(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(-?\\d+|true|false))");

    private static final Pattern UNSAFE = Pattern.compile("[\"\\\\\\x00-\\x1f]");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private HistoryFile() {}

    public static void write(History history, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (long restart : history.restarts().nanos()) {
            lines.add("{\"restart\":" + restart + "}");
        }
        history.operations().forEach(operation -> lines.add(line(operation)));
        Files.write(file, lines);
    }

    public static History read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        History history = new History(lines.size());
        for (String line : lines) {
            Map<String, String> fields = fields(line);
            if (fields.containsKey("restart")) {
                history.recordRestart(number(fields, "restart"));
            } else {
                history.record(operation(fields));
            }
        }
        return history;
    }

    private static String line(Operation operation) {
        StringJoiner line = new StringJoiner(",", "{", "}");
        DocumentKey document = operation.document();
        text(line, "op", operation.nonce());
        text(line, "kind", operation.kind().name());
        text(line, "index", document.index());
        line.add("\"shard\":" + document.shard());
        text(line, "id", document.id());
        revision(line, "base_", operation.base());
        line.add("\"start\":" + operation.startNanos()).add("\"end\":" + operation.endNanos());
        text(line, "answer", operation.answer().getClass().getSimpleName());
        Sighting sighting = operation.sighting();
        if (sighting != null) {
            line.add("\"version\":" + sighting.version()).add("\"live\":" + sighting.live());
            revision(line, "", sighting.revision());
            text(line, "nonce", sighting.nonce());
        }
        if (operation.answer() instanceof Refused refused) {
            line.add("\"status\":" + refused.status());
        }
        text(line, "why", operation.answer() instanceof Unknown unknown ? unknown.why() : null);
        return line.toString();
    }

    private static void revision(StringJoiner line, String prefix, @Nullable Revision revision) {
        if (revision != null) {
            line.add("\"%sseq_no\":%d".formatted(prefix, revision.seqNo()));
            line.add("\"%sprimary_term\":%d".formatted(prefix, revision.primaryTerm()));
        }
    }

    private static void text(StringJoiner line, String key, @Nullable String value) {
        if (value != null) {
            line.add("\"" + key + "\":\"" + escape(value) + "\"");
        }
    }

    private static String escape(String value) {
        return UNSAFE.matcher(value)
                .replaceAll(unsafe -> Matcher.quoteReplacement(
                        "\\u%04x".formatted((int) unsafe.group().charAt(0))));
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            fields.put(field.group(1), field.group(2) == null ? field.group(3) : unescape(field.group(2)));
        }
        return fields;
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : Character.toString(Integer.parseInt(escape.group(1), 16))));
    }

    private static Operation operation(Map<String, String> fields) {
        DocumentKey document =
                new DocumentKey(string(fields, "index"), (int) number(fields, "shard"), string(fields, "id"));
        OperationKind kind = OperationKind.valueOf(string(fields, "kind"));
        Invocation invocation = new Invocation(string(fields, "op"), kind, document, revision(fields, "base_"));
        return new Operation(invocation, number(fields, "start"), number(fields, "end"), answer(fields));
    }

    private static Answer answer(Map<String, String> fields) {
        return switch (string(fields, "answer")) {
            case "Written" -> new Written(number(fields, "version"), someRevision(fields));
            case "Unchanged" -> new Unchanged(number(fields, "version"), someRevision(fields));
            case "Found" -> new Found(number(fields, "version"), someRevision(fields), string(fields, "nonce"));
            case "Missing" -> new Missing();
            case "Conflicted" -> new Conflicted(fields.containsKey("live") ? sighting(fields) : null);
            case "Refused" -> new Refused((int) number(fields, "status"));
            case "Unknown" -> new Unknown(string(fields, "why"));
            default -> throw new IllegalArgumentException("not an answer: " + fields);
        };
    }

    private static Sighting sighting(Map<String, String> fields) {
        boolean live = Boolean.parseBoolean(string(fields, "live"));
        return new Sighting(number(fields, "version"), revision(fields, ""), fields.get("nonce"), live);
    }

    private static @Nullable Revision revision(Map<String, String> fields, String prefix) {
        return fields.containsKey(prefix + "seq_no")
                ? new Revision(number(fields, prefix + "seq_no"), number(fields, prefix + "primary_term"))
                : null;
    }

    private static Revision someRevision(Map<String, String> fields) {
        return new Revision(number(fields, "seq_no"), number(fields, "primary_term"));
    }

    private static long number(Map<String, String> fields, String key) {
        return Long.parseLong(string(fields, key));
    }

    private static String string(Map<String, String> fields, String key) {
        String value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + " in " + fields);
        }
        return value;
    }
}
