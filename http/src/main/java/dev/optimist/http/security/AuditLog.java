package dev.optimist.http.security;

import java.net.InetAddress;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each thing that matters to whoever asks later who came in, who did not, and who changed users and keys.
 * Nothing that a client sent can begin a line of its own.
 */
public final class AuditLog {
    static final AuditLog NONE = new AuditLog(line -> {});

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\\\\"]");
    private static final int TEXT_LENGTH_MAX = 500;

    private final Consumer<String> lines;

    AuditLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Makes one that writes to the log named {@code audit}. */
    public static AuditLog toLog() {
        Logger log = LoggerFactory.getLogger("audit");
        return new AuditLog(log::info);
    }

    void authenticated(String who, InetAddress address) {
        lines.accept("authentication_success " + quoted("user", who) + from(address));
    }

    void refused(String who, InetAddress address, String request) {
        lines.accept("authentication_failed " + quoted("user", who) + from(address) + " " + quoted("request", request));
    }

    void slowed(String who, InetAddress address) {
        lines.accept("authentication_slowed " + quoted("user", who) + from(address));
    }

    void denied(Identity identity, Action action, String where) {
        String key = identity.key() == null
                ? ""
                : " " + quoted("api_key", identity.key().id());
        lines.accept("access_denied " + quoted("user", identity.name()) + key + " "
                + quoted("action", action.wireName()) + (where.isEmpty() ? "" : " " + quoted("where", where.strip())));
    }

    void changed(String what, String of, String by) {
        lines.accept(what + " " + quoted("name", of) + " " + quoted("by", by));
    }

    private static String from(InetAddress address) {
        return " " + quoted("address", address.getHostAddress());
    }

    private static String quoted(String name, String value) {
        return name + "=\"" + escaped(value) + "\"";
    }

    /** Makes everything visible that could end a line or a quoted text. */
    static String escaped(String text) {
        String shortened = text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) + "..." : text;
        return CONTROL.matcher(shortened)
                .replaceAll(
                        found -> Matcher.quoteReplacement(escaped(found.group().charAt(0))));
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> String.format(Locale.ROOT, "\\u%04x", (int) c);
        };
    }
}
