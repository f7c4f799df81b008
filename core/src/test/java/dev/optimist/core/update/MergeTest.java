package dev.optimist.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Source;
import dev.optimist.core.source.JsonMaps;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MergeTest {
    private static String merged(String target, String changes) {
        Map<String, Object> map = JsonMaps.read(Source.of(target));
        Merge.into(map, JsonMaps.read(Source.of(changes)));
        return new Source(JsonMaps.write(map)).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}|{\"b\":2}|{\"a\":1,\"b\":2}",
                "{\"a\":{\"x\":1,\"y\":2}}|{\"a\":{\"y\":3,\"z\":4}}|{\"a\":{\"x\":1,\"y\":3,\"z\":4}}",
                "{\"a\":[1,2,3]}|{\"a\":[4]}|{\"a\":[4]}",
                "{\"a\":1}|{\"a\":null}|{\"a\":null}",
                "{\"a\":{\"x\":1}}|{\"a\":5}|{\"a\":5}",
                "{\"a\":5}|{\"a\":{\"x\":1}}|{\"a\":{\"x\":1}}",
                "{\"a\":{\"x\":1}}|{\"a\":{}}|{\"a\":{\"x\":1}}",
                "{\"a\":null}|{\"a\":{\"x\":1}}|{\"a\":{\"x\":1}}",
                "{\"b\":1,\"a\":1}|{\"a\":2}|{\"b\":1,\"a\":2}",
                "{\"a\":1}|{\"a\":123456789012345678901234567890}|{\"a\":123456789012345678901234567890}",
            })
    void into_objects_mergesDeeply(String target, String changes, String result) {
        assertThat(merged(target, changes)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}|{}|false",
                "{\"a\":1}|{\"a\":1}|false",
                "{\"a\":1}|{\"a\":1.0}|true",
                "{\"a\":1.50}|{\"a\":1.5}|false",
                "{\"a\":1}|{\"a\":\"1\"}|true",
                "{\"a\":{\"x\":1,\"y\":2}}|{\"a\":{\"y\":2,\"x\":1}}|false",
                "{\"a\":[{\"x\":1,\"y\":2}]}|{\"a\":[{\"y\":2,\"x\":1}]}|false",
                "{\"a\":[1,2]}|{\"a\":[2,1]}|true",
                "{\"a\":null}|{\"a\":null}|false",
                "{\"a\":1}|{\"b\":null}|true",
                "{\"a\":{\"x\":{\"y\":1}}}|{\"a\":{\"x\":{\"y\":2}}}|true",
            })
    void into_objects_tellsWhetherAnythingChanged(String target, String changes, boolean changed) {
        assertThat(Merge.into(JsonMaps.read(Source.of(target)), JsonMaps.read(Source.of(changes))))
                .isEqualTo(changed);
    }

    @Test
    void into_oneChangeOfMany_stillMergesTheRest() {
        assertThat(merged("{\"a\":1,\"b\":2}", "{\"a\":3,\"b\":2,\"c\":4}")).isEqualTo("{\"a\":3,\"b\":2,\"c\":4}");
    }
}
