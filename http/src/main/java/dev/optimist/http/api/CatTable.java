package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.Wildcards;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table for people's eyes: padded columns as text, or a list of objects where the request asks for a format.
 *
 * @param <R> what a row shows
 */
final class CatTable<R> {
    static final Set<String> PARAMETERS =
            Set.of("h", "s", "v", "help", "bytes", "time", "ts", "local", "master_timeout", "timeout");

    private static final String TEXT = "text/plain; charset=UTF-8";

    private final List<Column<R>> columns;

    CatTable(List<Column<R>> columns) {
        this.columns = columns;
    }

    /**
     * One column.
     *
     * @param shown whether it is shown unless the request chooses columns
     */
    record Column<R>(
            String name,
            List<String> aliases,
            String description,
            boolean rightAligned,
            boolean shown,
            Function<R, String> value) {
        /** Makes a column of text that is shown unless the request chooses columns. */
        static <R> Column<R> text(String name, String aliases, String description, Function<R, String> value) {
            return new Column<>(
                    name,
                    List.of(aliases.split(",")),
                    description,
                    /* rightAligned= */ false,
                    /* shown= */ true,
                    value);
        }

        /** Makes a column of numbers that is shown unless the request chooses columns. */
        static <R> Column<R> number(String name, String aliases, String description, Function<R, Object> value) {
            return new Column<>(
                    name,
                    List.of(aliases.split(",")),
                    description,
                    /* rightAligned= */ true,
                    /* shown= */ true,
                    row -> value.apply(row).toString());
        }

        /** Returns the same column, shown only where a request chooses it. */
        Column<R> hidden() {
            return new Column<>(name, aliases, description, rightAligned, /* shown= */ false, value);
        }

        boolean called(String wanted) {
            return name.equals(wanted) || aliases.contains(wanted);
        }

        boolean calledLike(Predicate<String> pattern) {
            return pattern.test(name) || aliases.stream().anyMatch(pattern);
        }
    }

    /** A column as a request chose it; its heading is the name or alias that was given. */
    private record Chosen<R>(String heading, Column<R> column) {
        String value(R row) {
            return column.value.apply(row);
        }
    }

    /** What a request wants to see. */
    record View(@Nullable String columns, @Nullable String order, boolean headings, boolean help, String byteUnit) {
        static View read(Parameters parameters) {
            return new View(
                    parameters.string("h"),
                    parameters.string("s"),
                    parameters.bool("v", /* absent= */ false),
                    parameters.bool("help", /* absent= */ false),
                    ByteText.requireUnit(parameters.string("bytes", "")));
        }
    }

    Response render(Request request, View view, List<R> rows) {
        List<Chosen<R>> chosen = chosen(view.columns);
        List<R> sorted = sorted(rows, view.order);
        Output output = request.output();
        if (asksForObjects(request)) {
            return Response.of(200, AnswerWriter.write(output, objects(chosen, sorted)), output);
        }
        return text(view.help ? help() : lines(chosen, sorted, view.headings));
    }

    /** Any other format than one of objects is the table, {@code format=text} above all. */
    private static boolean asksForObjects(Request request) {
        String format = request.parameters().string("format");
        return format == null
                ? asksForJson(request) || request.output().type() != ContentType.JSON
                : ContentType.named(format) != null;
    }

    private static boolean asksForJson(Request request) {
        String accept = request.header("Accept");
        return accept != null && accept.contains("json");
    }

    private List<Chosen<R>> chosen(@Nullable String names) {
        if (names == null) {
            return columns.stream()
                    .filter(Column::shown)
                    .map(column -> new Chosen<>(column.name, column))
                    .toList();
        }
        return Arrays.stream(names.split(","))
                .flatMap(name -> name.contains("*") ? matching(name) : Stream.of(name))
                .distinct()
                .flatMap(name -> named(name).map(column -> new Chosen<>(name, column)).stream())
                .toList();
    }

    private Stream<String> matching(String pattern) {
        Predicate<String> matches = Wildcards.of(pattern);
        return columns.stream().filter(column -> column.calledLike(matches)).map(Column::name);
    }

    private Optional<Column<R>> named(String name) {
        return columns.stream().filter(column -> column.called(name)).findFirst();
    }

    private List<R> sorted(List<R> rows, @Nullable String order) {
        if (order == null) {
            return rows;
        }
        Comparator<R> comparator = Arrays.stream(order.split(","))
                .map(this::comparator)
                .reduce(Comparator::thenComparing)
                .orElseThrow();
        return rows.stream().sorted(comparator).toList();
    }

    private Comparator<R> comparator(String key) {
        int colon = key.indexOf(':');
        String name = colon < 0 ? key : key.substring(0, colon);
        Column<R> column = named(name)
                .orElseThrow(
                        () -> RequestException.illegalArgument("Unable to sort by unknown sort key `" + name + "`"));
        Comparator<R> ascending = Comparator.comparing(row -> sortable(column.value.apply(row)));
        return key.endsWith(":desc") ? ascending.reversed() : ascending;
    }

    /** Pads numbers, so that they compare as such. */
    private static String sortable(String value) {
        if (!value.matches("\\d{1,18}(\\.\\d+)?")) {
            return value;
        }
        int point = value.indexOf('.');
        return "0".repeat(18 - (point < 0 ? value.length() : point)) + value;
    }

    private List<Map<String, String>> objects(List<Chosen<R>> chosen, List<R> rows) {
        return rows.stream()
                .map(row -> {
                    Map<String, String> object = new LinkedHashMap<>();
                    chosen.forEach(column -> object.put(column.heading, column.value(row)));
                    return object;
                })
                .toList();
    }

    private String lines(List<Chosen<R>> chosen, List<R> rows, boolean headings) {
        List<List<String>> cells = Stream.concat(
                        headings
                                ? Stream.of(chosen.stream().map(Chosen::heading).toList())
                                : Stream.empty(),
                        rows.stream()
                                .map(row -> chosen.stream()
                                        .map(column -> column.value(row))
                                        .toList()))
                .toList();
        StringBuilder text = new StringBuilder();
        for (List<String> line : cells) {
            for (int i = 0; i < line.size(); i++) {
                pad(text, line.get(i), width(cells, i), chosen.get(i).column.rightAligned, i == line.size() - 1);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> cells, int column) {
        return cells.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static void pad(StringBuilder text, String cell, int width, boolean right, boolean last) {
        String space = " ".repeat(width - cell.length());
        text.append(right ? space + cell : last ? cell : cell + space);
        text.append(last ? "" : " ");
    }

    private String help() {
        List<List<String>> cells = columns.stream()
                .map(column -> List.of(column.name, String.join(",", column.aliases), column.description))
                .toList();
        StringBuilder text = new StringBuilder();
        for (List<String> line : cells) {
            for (int i = 0; i < line.size(); i++) {
                text.append(i == 0 ? "" : " | ")
                        .append(line.get(i))
                        .append(" ".repeat(width(cells, i) - line.get(i).length()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static Response text(String text) {
        return new Response(200, text.getBytes(StandardCharsets.UTF_8), TEXT, Map.of());
    }
}
