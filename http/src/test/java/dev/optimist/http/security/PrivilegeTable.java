package dev.optimist.http.security;

import dev.optimist.http.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@code security/matrix.txt} says: who may take which route, written by hand and apart from the program. */
final class PrivilegeTable {
    private final Map<String, String> rules = new HashMap<>();

    private PrivilegeTable() {}

    /** Reads the table; a route that stands in it twice is a mistake. */
    static PrivilegeTable read() {
        PrivilegeTable table = new PrivilegeTable();
        lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(table::add);
        return table;
    }

    private static Stream<String> lines() {
        try (InputStream table =
                Objects.requireNonNull(PrivilegeTable.class.getResourceAsStream("/security/matrix.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String[] sides = line.split(" = ", 2);
        List<String> words = List.of(sides[0].split(" ", -1));
        for (String method : words.get(0).split(",", -1)) {
            for (String path : words.subList(1, words.size())) {
                if (rules.put(method + " " + path, sides[1]) != null) {
                    throw new IllegalStateException("twice: " + method + " " + path);
                }
            }
        }
    }

    Set<String> routes() {
        return new TreeSet<>(rules.keySet());
    }

    /** Returns whether the table lets somebody take a route, on the index in question where its path names one. */
    boolean allows(TestedRole role, Route route, boolean onForeignIndex) {
        String rule = rules.get(route.method() + " " + route.pattern());
        return switch (Objects.requireNonNull(rule, () -> "no line for " + route)) {
            case "open" -> true;
            case "known" -> role.known();
            default -> Stream.of(rule.split(" & ", -1)).allMatch(list -> role.hasOneOf(list, onForeignIndex));
        };
    }
}
