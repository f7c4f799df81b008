package dev.optimist.http.route;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request, from its query and its path; a path's value hides a query's of the same name.
 *
 * <p>Remembers what has been read: those names are what a misspelt parameter is compared with. Not thread-safe.
 */
public final class Parameters {
    private static final Set<String> COMMON = Set.of("pretty", "human", "filter_path", "error_trace", "format");

    private final Map<String, String> query;
    private final PathParameters path;
    private final List<String> read = new ArrayList<>();

    private Parameters(Map<String, String> query, PathParameters path) {
        this.query = query;
        this.path = path;
    }

    /** Reads the query of a request; a bad escape in it is a bad_parameter_exception. */
    public static Parameters parse(String rawQuery, PathParameters path) {
        if (rawQuery.isEmpty()) {
            return new Parameters(Map.of(), path);
        }
        try {
            return new Parameters(QueryString.parse(rawQuery), path);
        } catch (RequestException e) {
            throw RequestException.of(ErrorKind.BAD_PARAMETER, "java.lang.IllegalArgumentException: " + e.reason())
                    .causedBy(e);
        }
    }

    /** Returns the same query with the parameters of a path; nothing of it has been read yet. */
    public Parameters with(PathParameters found) {
        return new Parameters(query, found);
    }

    /** Returns whether the query has no parameters at all. */
    public boolean emptyQuery() {
        return query.isEmpty();
    }

    /** Returns whether the request has the parameter; does not count as reading it. */
    public boolean has(String name) {
        return path.get(name) != null || query.containsKey(name);
    }

    /** Returns a parameter, or null where it is absent; does not count as reading it. */
    public @Nullable String peek(String name) {
        String value = path.get(name);
        return value != null ? value : query.get(name);
    }

    /** Returns whether the path has the parameter; does not count as reading it. */
    public boolean inPath(String name) {
        return path.get(name) != null;
    }

    /** Returns a parameter, or null where it is absent. */
    public @Nullable String string(String name) {
        if (!query.isEmpty()) {
            read.add(name);
        }
        String value = path.get(name);
        return value != null ? value : query.get(name);
    }

    /** Returns a parameter of the path. */
    public String required(String name) {
        String value = string(name);
        if (value == null) {
            throw new IllegalStateException("the route has no placeholder " + name);
        }
        return value;
    }

    /** Returns a parameter, or another value where it is absent. */
    public String string(String name, String absent) {
        String value = string(name);
        return value == null ? absent : value;
    }

    /** Reads {@code true} or {@code false}; nothing after the name means true. */
    public boolean bool(String name, boolean absent) {
        String value = string(name);
        if (value == null) {
            return absent;
        }
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw RequestException.illegalArgument(
                        "Failed to parse value [" + value + "] as only [true] or [false] are allowed.");
        };
    }

    public int integer(String name, int absent) {
        String value = string(name);
        try {
            return value == null ? absent : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw notANumber("int", name, value);
        }
    }

    public long longValue(String name, long absent) {
        String value = string(name);
        try {
            return value == null ? absent : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw notANumber("long", name, value);
        }
    }

    private static RequestException notANumber(String type, String name, @Nullable String value) {
        return RequestException.illegalArgument(
                        "Failed to parse " + type + " parameter [" + name + "] with value [" + value + "]")
                .causedBy(notANumber(String.valueOf(value)));
    }

    /** Makes what stands in {@code caused_by} where a text is no number. */
    static RequestException notANumber(String text) {
        return RequestException.of(ErrorKind.NUMBER_FORMAT, "For input string: \"" + text + "\"");
    }

    /** Reads a time with a unit, such as {@code 30s}; -1 and 0 need none. */
    public Duration time(String name, Duration absent) {
        String value = string(name);
        return value == null ? absent : TimeText.parse(name, value);
    }

    /** Reads values between commas; empty where the parameter is absent. */
    public Optional<List<String>> list(String name) {
        return Optional.ofNullable(string(name)).map(value -> List.of(value.split(",")));
    }

    public Refresh refresh() {
        String value = string("refresh");
        return value == null ? Refresh.NONE : Refresh.parse(value);
    }

    public VersionType versionType() {
        String value = string("version_type");
        return value == null ? VersionType.INTERNAL : VersionType.parse(value);
    }

    public ActiveShards activeShards() {
        String value = string("wait_for_active_shards");
        return value == null ? ActiveShards.DEFAULT : ActiveShards.parse(value);
    }

    /**
     * Returns the failure of a request with parameters that the endpoint neither declares nor has read, if there are
     * any.
     *
     * @param decodedPath the path, as the message shows it
     */
    public Optional<RequestException> unrecognized(String decodedPath, Set<String> declared) {
        Set<String> unknown = new TreeSet<>();
        for (String name : query.keySet()) {
            if (!read.contains(name) && !declared.contains(name) && !COMMON.contains(name) && path.get(name) == null) {
                unknown.add(name);
            }
        }
        return unknown.isEmpty() ? Optional.empty() : Optional.of(unrecognized(decodedPath, List.copyOf(unknown)));
    }

    private RequestException unrecognized(String decodedPath, List<String> unknown) {
        Set<String> candidates = new TreeSet<>(read);
        candidates.addAll(COMMON);
        candidates.addAll(path.names());
        StringBuilder text = new StringBuilder("request [" + decodedPath + "] contains unrecognized parameter"
                + (unknown.size() > 1 ? "s" : "") + ": ");
        for (String name : unknown) {
            text.append(name.equals(unknown.get(0)) ? "[" : ", [").append(name).append(']');
            List<String> near = DidYouMean.candidates(name, candidates);
            if (!near.isEmpty()) {
                text.append(" -> did you mean ")
                        .append(near.size() > 1 ? "any of " : "")
                        .append(near)
                        .append('?');
            }
        }
        return RequestException.illegalArgument(text.toString());
    }
}
