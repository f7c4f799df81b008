package dev.optimist.http.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Hides what differs between two servers that answer alike: times, generated names, versions of builds. */
final class Mask {
    private static final List<Rule> RULES = List.of(
            rule("\"took\" ?: ?\\d+", "\"took\":N"),
            rule("(\"(?:index_)?uuid\" ?: ?)\"[A-Za-z0-9_-]{22}\"", "$1\"UUID\""),
            rule("/[A-Za-z0-9_-]{22}\\]", "/UUID]"),
            rule("(\"_id\" ?: ?)\"[A-Za-z0-9_-]{20}\"", "$1\"GENERATED\""),
            rule("(/[^/]+/_doc/)[A-Za-z0-9_-]{20}$", "$1GENERATED"),
            rule("(\"(?:cluster_)?(?:name|uuid)\" : )\"[^\"]*\"", "$1\"NAME\""),
            rule("\"cluster_name\":\"[^\"]*\"", "\"cluster_name\":\"NAME\""),
            rule("(\"creation_date(?:_string)?\" ?: ?)\"[^\"]*\"", "$1\"DATE\""),
            rule("(\"created(?:_string)?\" ?: ?)\"[^\"]*\"", "$1\"BUILD\""),
            rule("(\"(?:pri\\.)?(?:store|dataset)\\.size\":)\"[^\"]*\"", "$1\"SIZE\""),
            rule("^\\S+ (green|yellow|red) (1 1 )", "NAME $1 $2"),
            rule("(\"(?:number|build_[a-z]+|lucene_version|minimum_[a-z_]+)\" : )\"[^\"]*\"", "$1\"BUILD\""),
            rule("Elasticsearch-\\d+\\.\\d+\\.\\d+-(?:[0-9a-f]{40}|unknown)", "Elasticsearch-BUILD"));

    private static final Pattern METHODS =
            Pattern.compile("(?:GET|HEAD|POST|PUT|DELETE)(?:, ?(?:GET|HEAD|POST|PUT|DELETE))+");

    private static final Pattern INDICES = Pattern.compile("(?<=index associated with it \\[)[^\\]]+");

    private Mask() {}

    private record Rule(Pattern pattern, String replacement) {}

    private static Rule rule(String pattern, String replacement) {
        return new Rule(Pattern.compile(pattern), replacement);
    }

    static String of(String text) {
        String masked = text;
        for (Rule rule : RULES) {
            masked = rule.pattern.matcher(masked).replaceAll(rule.replacement);
        }
        return sortedIndices(sortedMethods(masked));
    }

    /** So is that of the indices behind an alias. */
    private static String sortedIndices(String text) {
        return INDICES.matcher(text)
                .replaceAll(found ->
                        Arrays.stream(found.group().split(", ", -1)).sorted().collect(Collectors.joining(", ")));
    }

    /** The order of methods is arbitrary: that of a set. */
    private static String sortedMethods(String text) {
        return METHODS.matcher(text)
                .replaceAll(found ->
                        Arrays.stream(found.group().split(", ?", -1)).sorted().collect(Collectors.joining(",")));
    }
}
