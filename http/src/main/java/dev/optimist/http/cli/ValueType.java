package dev.optimist.http.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of a setting is read.
 *
 * @param label what stands for a value in {@code --help}
 * @param reader throws IllegalArgumentException that says what was expected
 */
record ValueType<T>(String label, Function<String, T> reader) {
    static final ValueType<String> TEXT = new ValueType<>("text", Function.identity());
    static final ValueType<Boolean> FLAG = new ValueType<>("true|false", ValueType::flag);
    static final ValueType<Path> FOLDER = new ValueType<>("folder", ValueType::folder);
    static final ValueType<Optional<Path>> OPTIONAL_FILE =
            new ValueType<>("file", text -> text.isBlank() ? Optional.empty() : Optional.of(ValueType.file(text)));
    static final ValueType<List<String>> NAMES = new ValueType<>("name,name", ValueType::names);

    /** A file; the empty text stands for none. */
    static final ValueType<Path> FILE = new ValueType<>("file", ValueType::file);

    static final ValueType<List<Path>> FOLDERS = new ValueType<>(
            "folder,folder", text -> names(text).stream().map(ValueType::folder).toList());

    /** One or several; white space between them, since an address may hold commas. */
    static final ValueType<List<String>> POSTGRES_URLS =
            new ValueType<>("r2dbc:postgresql://user:password@host:port/database", ValueType::postgresUrls);

    private static final Pattern POSTGRES_URL =
            Pattern.compile("r2dbcs?:(?:postgresql|postgres)(?::failover)?://[^/\\s]+/[^/\\s?]+(?:\\?\\S*)?");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /** Returns whether an option of this type may stand alone. */
    boolean isFlag() {
        return label.equals(FLAG.label);
    }

    /** Returns whether an option of this type may come several times. */
    boolean isRepeatable() {
        return label.equals(POSTGRES_URLS.label);
    }

    static ValueType<Integer> number(int min, int max) {
        return new ValueType<>("number", text -> within(text, min, max));
    }

    static ValueType<ByteSize> size(String min, String max) {
        return bounded("size", ByteSize::parse, ByteSize::bytes, min, max);
    }

    static ValueType<Duration> duration(String min, String max) {
        return bounded("duration", ValueType::duration, Duration::toMillis, min, max);
    }

    static ValueType<String> oneOf(String... choices) {
        return new ValueType<>(String.join("|", choices), text -> chosen(text, List.of(choices)));
    }

    private static <T> ValueType<T> bounded(
            String label, Function<String, T> reader, ToLongFunction<T> measure, String min, String max) {
        long least = measure.applyAsLong(reader.apply(min));
        long most = measure.applyAsLong(reader.apply(max));
        return new ValueType<>(label, text -> {
            T value = reader.apply(text);
            long measured = measure.applyAsLong(value);
            return require(measured >= least && measured <= most, value, "expected " + min + " to " + max);
        });
    }

    private static int within(String text, int min, int max) {
        String expected = "expected a number from " + min + " to " + max;
        try {
            int value = Integer.parseInt(text);
            return require(value >= min && value <= max, value, expected);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }

    private static boolean flag(String text) {
        return require(text.equals("true") || text.equals("false"), text.equals("true"), "expected true or false");
    }

    private static String chosen(String text, List<String> choices) {
        return require(choices.contains(text), text, "expected one of " + choices);
    }

    private static Path folder(String text) {
        try {
            return Path.of(require(!text.isBlank(), text, "expected a folder"));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a folder", e);
        }
    }

    private static Path file(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a file", e);
        }
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static List<String> postgresUrls(String text) {
        List<String> urls = Arrays.stream(text.split("\\s+", -1))
                .filter(url -> !url.isEmpty())
                .toList();
        boolean allMatch =
                urls.stream().allMatch(url -> POSTGRES_URL.matcher(url).matches());
        return require(allMatch, urls, "expected r2dbc:postgresql://user:password@host:port/database");
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        require(matcher.matches(), text, "expected a duration with a unit, such as 500ms, 30s or 5m");
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static <V> V require(boolean holds, V value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(expected);
        }
        return value;
    }
}
