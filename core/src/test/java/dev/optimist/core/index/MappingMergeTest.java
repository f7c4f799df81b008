package dev.optimist.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.Source;
import dev.optimist.core.source.JsonMaps;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MappingMergeTest {
    private static Map<String, Object> json(String text) {
        return JsonMaps.read(Source.of(text.replace('\'', '"')));
    }

    @Test
    void merge_ofNewFields_keepsBoth() {
        Map<String, Object> merged = MappingMerge.merge(
                json("{'properties':{'b':{'type':'long'},'o':{'properties':{'x':{'type':'long'}}}}}"),
                json("{'properties':{'a':{'type':'ip'},'o':{'properties':{'y':{'type':'date'}}}}}"));

        assertThat(merged)
                .isEqualTo(json("{'properties':{'a':{'type':'ip'},'b':{'type':'long'},"
                        + "'o':{'properties':{'x':{'type':'long'},'y':{'type':'date'}}}}}"));
    }

    @Test
    void merge_ofNamesWithDots_makesObjects() {
        Map<String, Object> merged = MappingMerge.merge(
                json("{'properties':{'o':{'properties':{'x':{'type':'long'}}}}}"),
                json("{'properties':{'o.y':{'type':'ip'},'o.p.q':{'type':'date'},'n':{'type':'nested',"
                        + "'properties':{'a.b':{'type':'long'}}}}}"));

        assertThat(merged)
                .isEqualTo(json("{'properties':{'n':{'type':'nested','properties':{'a':{'properties':{'b':{'type':"
                        + "'long'}}}}},'o':{'properties':{'p':{'properties':{'q':{'type':'date'}}},"
                        + "'x':{'type':'long'},'y':{'type':'ip'}}}}}"));
    }

    @Test
    void expand_withoutSubobjects_keepsNamesWithDots() {
        Map<String, Object> flat =
                json("{'subobjects':false,'properties':{'a.b':{'type':'long'},'a':{'type':'long'}}}");

        assertThat(MappingMerge.expand(flat)).isEqualTo(flat);
        assertThat(MappingMerge.expand(Map.of("properties", Map.of("o", flat))))
                .isEqualTo(Map.of("properties", Map.of("o", flat)));
    }

    @Test
    void merge_thatChangesAType_isRefused() {
        assertThatThrownBy(() -> MappingMerge.merge(
                        json("{'properties':{'o':{'properties':{'b':{'type':'long'}}}}}"),
                        json("{'properties':{'o':{'properties':{'b':{'type':'keyword'}}}}}")))
                .hasMessage("mapper [o.b] cannot be changed from type [long] to [keyword]");
    }

    @Test
    void merge_ofAFieldWithAnObject_isRefused() {
        assertThatThrownBy(() -> MappingMerge.merge(
                        json("{'properties':{'b':{'type':'long'}}}"),
                        json("{'properties':{'b':{'properties':{'c':{'type':'long'}}}}}")))
                .hasMessage("can't merge a non object mapping [b] with an object mapping");
    }

    @Test
    void overlay_ofTemplates_letsTheLaterOneWin() {
        Map<String, Object> merged = MappingMerge.overlay(
                json("{'dynamic':'strict','properties':{'b':{'type':'long'},'c':{'type':'long'}}}"),
                json("{'properties':{'b':{'type':'keyword'}}}"));

        assertThat(merged)
                .isEqualTo(json("{'dynamic':'strict','properties':{'b':{'type':'keyword'},'c':{'type':'long'}}}"));
    }

    @Test
    void complete_addsOnlyWhatIsMissing() {
        Map<String, Object> completed = MappingMerge.complete(
                json("{'properties':{'b':{'type':'keyword'}}}"),
                json("{'properties':{'b':{'type':'long'},'c':{'type':'long'}}}"));

        assertThat(completed).isEqualTo(json("{'properties':{'b':{'type':'keyword'},'c':{'type':'long'}}}"));
    }
}
