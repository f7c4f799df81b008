package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.EntityTags;
import dev.optimist.core.document.Revision;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.EntityTag.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    private static EntityTags weak(String value) {
        return EntityTag.parse("If-None-Match", value, Comparison.WEAK);
    }

    private static EntityTags strong(String value) {
        return EntityTag.parse("If-Match", value, Comparison.STRONG);
    }

    @Test
    void of_revision_readsBack() {
        assertThat(strong(EntityTag.of(5, 2)).revisions())
                .as("what was written")
                .containsExactly(new Revision(5, 2));
    }

    @Test
    void parse_star_isAny() {
        assertThat(strong(" * ")).as("any document").isEqualTo(EntityTags.ANY);
    }

    @Test
    void parse_list_hasAllRevisions() {
        assertThat(strong("\"0-1\" , ,\"12-3\",").revisions())
                .as("a list may have empty elements")
                .containsExactly(new Revision(0, 1), new Revision(12, 3));
    }

    @Test
    void parse_weakTags_countOnlyInWeakComparison() {
        assertThat(weak("W/\"1-1\", \"2-1\"").revisions()).as("weak comparison").hasSize(2);
        assertThat(strong("W/\"1-1\", \"2-1\"").revisions())
                .as("strong comparison")
                .containsExactly(new Revision(2, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "\"\"", "\"1-0\"", "\"01-1\"", "\"-2-0\"", "\"1-1-gzip\"", "\"a,b\""})
    void parse_tagOfSomethingElse_matchesNothing(String value) {
        EntityTags tags = strong(value);

        assertThat(tags.revisions()).as("revisions in %s", value).isEmpty();
        assertThat(tags.any()).as("%s is no star", value).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1", "\"1-1", "\"1-1\" \"2-1\"", "w/\"1-1\"", "*, \"1-1\"", "\"1-1\";"})
    void parse_noList_isRefused(String value) {
        assertThatThrownBy(() -> strong(value))
                .as("[%s] is no list of tags", value)
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("Failed to parse header [If-Match]");
    }
}
