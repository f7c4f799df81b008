package dev.optimist.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Source;
import dev.optimist.core.source.JsonMaps;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DynamicMappingTest {
    private static String learnt(String mapping, String... documents) {
        DynamicMapping dynamic = new DynamicMapping(JsonMaps.read(Source.of(mapping)));
        for (String document : documents) {
            dynamic.learn(Source.of(document));
        }
        return new String(JsonMaps.write(dynamic.mapping()), StandardCharsets.UTF_8);
    }

    private static String type(String value) {
        DynamicMapping dynamic = new DynamicMapping(Map.of());
        dynamic.learn(Source.of("{\"f\":" + value + "}"));
        Object field = MappingFields.of(dynamic.mapping()).get("f");
        return field == null ? "none" : MappingFields.type(MappingFields.object(field));
    }

    @Test
    void values_ofEachKind_getTheTypesOfElasticsearch() {
        assertThat(type("1")).isEqualTo("long");
        assertThat(type("1.5")).isEqualTo("float");
        assertThat(type("true")).isEqualTo("boolean");
        assertThat(type("\"a\"")).isEqualTo("text");
        assertThat(type("{}")).isEqualTo("object");
        assertThat(type("[[],[null,2]]")).as("the first value in arrays").isEqualTo("long");
        assertThat(type("null")).as("nothing to go by").isEqualTo("none");
    }

    @Test
    void strings_thatAreDates_areTakenForDates() {
        assertThat(type("\"2024-02-29\"")).isEqualTo("date");
        assertThat(type("\"2024-02-29T10:11:12.123Z\"")).isEqualTo("date");
        assertThat(type("\"2024/02/29\"")).isEqualTo("date");
        assertThat(type("\"2024\"")).as("a number in quotes").isEqualTo("text");
        assertThat(type("\"2024-13-01\"")).as("no month").isEqualTo("text");
    }

    @Test
    void text_isSearchableAsKeywordToo() {
        assertThat(learnt("{}", "{\"s\":\"x\"}"))
                .isEqualTo("{\"properties\":{\"s\":{\"type\":\"text\",\"fields\":{\"keyword\":{\"type\":\"keyword\","
                        + "\"ignore_above\":256}}}}}");
    }

    @Test
    void objects_andNamesWithDots_becomeProperties() {
        assertThat(learnt("{}", "{\"o\":{}}", "{\"o\":{\"b\":1},\"o.a\":2}"))
                .as("an object with fields needs no type")
                .isEqualTo("{\"properties\":{\"o\":{\"properties\":{\"a\":{\"type\":\"long\"},"
                        + "\"b\":{\"type\":\"long\"}}}}}");
    }

    @Test
    void fields_thatAreMapped_stayAsTheyAre() {
        String mapping = "{\"properties\":{\"a\":{\"type\":\"keyword\"}}}";

        assertThat(learnt(mapping, "{\"a\":1}", "{\"a\":{\"b\":1}}")).isEqualTo(mapping);
    }

    @Test
    void mapping_thatIsNotDynamic_doesNotGrow() {
        assertThat(learnt("{\"dynamic\":\"strict\"}", "{\"a\":1}")).isEqualTo("{\"dynamic\":\"strict\"}");
        assertThat(learnt("{\"properties\":{\"o\":{\"type\":\"object\",\"enabled\":false}}}", "{\"o\":{\"a\":1}}"))
                .isEqualTo("{\"properties\":{\"o\":{\"type\":\"object\",\"enabled\":false}}}");
    }

    @Test
    void dates_whereDetectionIsOff_areTexts() {
        assertThat(learnt("{\"date_detection\":false}", "{\"d\":\"2024-02-29\"}"))
                .contains("\"type\":\"text\"");
    }
}
