package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IndexBodyTest {
    private static IndexBody parse(String body, ApiVersion version) {
        return IndexBody.parse(body.getBytes(StandardCharsets.UTF_8), ContentType.JSON, version);
    }

    @Test
    void parse_settings_areFlatTexts() {
        IndexBody body = parse("""
                {"settings": {"index": {"number_of_shards": 5, "refresh_interval": "1s"}, "index.hidden": true,
                 "analysis": {"filter": {"stop": ["a", 1]}}, "unset": null},
                 "mappings": {"dynamic": false}, "aliases": {"a": {}}}
                """, ApiVersion.V8);

        assertThat(body.settings())
                .as("without index., as texts")
                .isEqualTo(Map.of(
                        "number_of_shards",
                        "5",
                        "refresh_interval",
                        "1s",
                        "hidden",
                        "true",
                        "analysis.filter.stop",
                        List.of("a", "1")));
        assertThat(body.mappings()).as("as they came").isEqualTo(Map.of("dynamic", false));
        assertThat(body.aliases()).as("by name").isEqualTo(Map.of("a", Map.of()));
    }

    @Test
    void parse_anUnknownKey_isRefused() {
        assertThatThrownBy(() -> parse("{\"settingz\": {}}", ApiVersion.V8))
                .as("as recorded")
                .hasMessage("unknown key [settingz] for create index");
        assertThatThrownBy(() -> parse("{\"settings\": 1}", ApiVersion.V8))
                .hasMessage("key [settings] must be an object");
    }

    @Test
    void parse_noObject_isEmpty() {
        assertThat(parse("[]", ApiVersion.V8)).as("passes").isEqualTo(IndexBody.EMPTY);
        assertThatThrownBy(() -> parse("[]", ApiVersion.V7))
                .as("not before 8")
                .hasMessageStartingWith("Compressor detection can only be called");
    }

    @Test
    void parse_cutOff_isAnEndOfFile() {
        assertThatThrownBy(() -> parse("{\"settings\":", ApiVersion.V8)).hasMessage("[1:13] Unexpected end of file");
        assertThatThrownBy(() -> parse("{\"settings\":", ApiVersion.V7)).hasMessage("Failed to parse content to map");
    }
}
