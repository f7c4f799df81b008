package dev.optimist.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParametersTest {
    private static final List<String> WRITE = List.of(
            "routing",
            "pipeline",
            "op_type",
            "timeout",
            "refresh",
            "version_type",
            "wait_for_active_shards",
            "if_seq_no",
            "if_primary_term",
            "require_alias");

    private static Parameters of(String query) {
        return Parameters.parse(query, new PathParameters(new String[] {"index", "id"}, new String[] {"i", "1"}));
    }

    private static String unrecognized(String query) {
        Parameters parameters = of(query);
        WRITE.forEach(parameters::string);
        return parameters
                .unrecognized("/g6/_doc/1", Set.copyOf(WRITE))
                .map(DocumentException::reason)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if_sql_no=1 | parameter: [if_sql_no] -> did you mean [if_seq_no]?",
                "if_sql_no=1&id_primary_term=1 | parameters: [id_primary_term] -> did you mean [if_primary_term]?, [if_sql_no] -> did you mean [if_seq_no]?",
                "xyzzy=1 | parameter: [xyzzy]",
                "xyzzy=1&plugh=2 | parameters: [plugh], [xyzzy]",
                "versio=1 | parameter: [versio]",
                "rooting=1 | parameter: [rooting] -> did you mean [routing]?",
                "if_seq=1 | parameter: [if_seq] -> did you mean [if_seq_no]?",
                "=1 | parameter: [1]",
                "type=foo | parameter: [type] -> did you mean [op_type]?",
                "prety | parameter: [prety] -> did you mean [pretty]?",
                "idd=1 | parameter: [idd] -> did you mean [id]?",
            })
    void unrecognized_aMisspeltName_isRefusedWithWhatIsNear(String query, String text) {
        assertThat(unrecognized(query))
                .as("as recorded")
                .isEqualTo("request [/g6/_doc/1] contains unrecognized " + text);
    }

    @Test
    void unrecognized_severalNear_areListedNearestFirst() {
        Parameters parameters = of("wait_for_stat=green");
        List.of("wait_for_nodes", "wait_for_events", "wait_for_status", "level").forEach(parameters::string);

        assertThat(parameters.unrecognized("/_cluster/health", Set.of()))
                .get()
                .extracting(RequestException::reason)
                .asString()
                .as("all over one half")
                .endsWith("[wait_for_stat] -> did you mean any of [wait_for_status, wait_for_events, wait_for_nodes]?");
    }

    @Test
    void unrecognized_whatIsReadDeclaredOrCommon_passes() {
        Parameters parameters = of("pretty&filter_path=a&routing=r&version=3&index=other");
        parameters.string("routing");

        assertThat(parameters.unrecognized("/", Set.of("version")))
                .as("nothing is left")
                .isEmpty();
        assertThat(parameters.string("index")).as("the path hides the query").isEqualTo("i");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1&a=2 | a=2",
                "a | a=",
                "a= | a=",
                "& | ''",
                "a=b=c | a=b=c",
                "a=1;b=2 | a=1,b=2",
                "a%20b=c+d%2B | a b=c d+",
                "a=1#b=2 | a=1",
                "&&a=1&& | a=1",
                "a=100%% | a=100%",
            })
    void query_ofAnyForm_isReadAsElasticsearchDoes(String query, String expected) {
        Map<String, String> values = QueryString.parse(query);

        assertThat(String.join(
                        ",",
                        values.entrySet().stream()
                                .map(Object::toString)
                                .sorted()
                                .toList()))
                .as("the last value counts, a name alone is empty")
                .isEqualTo(expected);
    }

    @Test
    void query_aBadEscape_isABadParameter() {
        assertThatThrownBy(() -> of("routing=%zz")).isInstanceOfSatisfying(RequestException.class, e -> {
            assertThat(e.kind()).as("its kind").isEqualTo(ErrorKind.BAD_PARAMETER);
            assertThat(e.reason())
                    .as("the index is that in the value")
                    .isEqualTo("java.lang.IllegalArgumentException: invalid escape sequence `%zz' at index 0 of: %zz");
            assertThat(e.getCause()).as("the cause").hasMessage("invalid escape sequence `%zz' at index 0 of: %zz");
        });
    }

    @Test
    void query_aReservedName_isRefused() {
        assertThatThrownBy(() -> of("operatorrequest=true"))
                .as("internal to Elasticsearch")
                .hasMessageEndingWith("parameter [operatorrequest] is reserved and may not be set");
    }

    @Test
    void bool_itsTexts() {
        Parameters parameters = of("a=true&b=false&c&d=maybe");

        assertThat(parameters.bool("a", false)).as("true").isTrue();
        assertThat(parameters.bool("b", true)).as("false").isFalse();
        assertThat(parameters.bool("c", false)).as("a name alone").isTrue();
        assertThat(parameters.bool("absent", true)).as("absent").isTrue();
        assertThatThrownBy(() -> parameters.bool("d", false))
                .as("any other")
                .hasMessage("Failed to parse value [maybe] as only [true] or [false] are allowed.");
    }

    @ParameterizedTest
    @CsvSource({"abc", "''", "99999999999999999999", "1.5"})
    void longValue_notANumber_isRefusedWithACause(String value) {
        assertThatThrownBy(() -> of("if_seq_no=" + value).longValue("if_seq_no", -2))
                .as("as recorded")
                .hasMessage("Failed to parse long parameter [if_seq_no] with value [" + value + "]")
                .cause()
                .hasMessage("For input string: \"" + value + "\"");
    }

    @Test
    void integer_notANumber_isRefused() {
        assertThat(of("n=-1").integer("n", 0)).as("negative").isEqualTo(-1);
        assertThatThrownBy(() -> of("n=x").integer("n", 0))
                .as("names its type")
                .hasMessage("Failed to parse int parameter [n] with value [x]");
    }

    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "1m, PT1M",
        "2H, PT2H",
        "1d, PT24H",
        "200ms, PT0.2S",
        "5micros, PT0.000005S",
        "7nanos, PT0.000000007S",
        "0, PT0S",
        "000, PT0S",
        "-1, PT-0.001S",
        "' 3 s ', PT3S",
    })
    void time_withAUnit_isRead(String text, Duration expected) {
        assertThat(Parameters.parse("timeout=" + text, PathParameters.NONE).time("timeout", Duration.ZERO))
                .as("whole numbers")
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "100, failed to parse setting [timeout] with value [100] as a time value: unit is missing or unrecognized",
        "abc, failed to parse setting [timeout] with value [abc] as a time value: unit is missing or unrecognized",
        "5x, failed to parse setting [timeout] with value [5x] as a time value: unit is missing or unrecognized",
        "5M, failed to parse setting [timeout] with value [5M] as a time value: unit is missing or unrecognized",
        "-2s, failed to parse setting [timeout] with value [-2s] as a time value: negative durations are not supported",
        "1.5s, 'failed to parse [1.5s], fractional time values are not supported'",
        "xs, failed to parse [xs]",
    })
    void time_malformed_isRefused(String text, String reason) {
        assertThatThrownBy(() -> of("timeout=" + text).time("timeout", Duration.ZERO))
                .as("as recorded")
                .hasMessage(reason);
    }

    @Test
    void enumLike_parameters_areRead() {
        assertThat(of("").refresh()).as("absent").isEqualTo(Refresh.NONE);
        assertThat(of("refresh").refresh()).as("a name alone").isEqualTo(Refresh.IMMEDIATE);
        assertThat(of("refresh=wait_for").refresh()).as("waits").isEqualTo(Refresh.WAIT_FOR);
        assertThat(of("version_type=external_gt").versionType()).as("a synonym").isEqualTo(VersionType.EXTERNAL);
        assertThat(of("wait_for_active_shards=all").activeShards().count())
                .as("all")
                .isEqualTo(ActiveShards.ALL_COPIES);
        assertThat(of("wait_for_active_shards=2").activeShards().count())
                .as("a count")
                .isEqualTo(2);
    }

    @Test
    void enumLike_unknownTexts_areRefused() {
        assertThatThrownBy(() -> of("refresh=TRUE").refresh()).hasMessage("Unknown value for refresh: [TRUE].");
        assertThatThrownBy(() -> of("version_type=force").versionType()).hasMessage("No version type match [force]");
        assertThatThrownBy(() -> of("wait_for_active_shards=-1").activeShards())
                .hasMessage("shard count cannot be a negative value");
        assertThatThrownBy(() -> of("wait_for_active_shards=abc").activeShards())
                .hasMessage("cannot parse ActiveShardCount[abc]");
    }
}
