package dev.optimist.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.Source;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.source.JsonMaps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TopHitsTest {
    private final AtomicLong bytes = new AtomicLong();

    private static Sort sort(String json) {
        Map<String, Object> body = JsonMaps.read(("{\"sort\":" + json + "}").getBytes(StandardCharsets.UTF_8));
        return SortReader.read(body.getOrDefault("sort", List.of()));
    }

    private static Candidate candidate(String id, long seqNo, String json) {
        return new Candidate("i", 0, id, new Document(1, seqNo, 1, null, Source.of(json)));
    }

    private static List<Candidate> documents(String... sources) {
        List<Candidate> all = new ArrayList<>();
        for (String source : sources) {
            all.add(candidate(Integer.toString(all.size()), all.size(), source));
        }
        return all;
    }

    private List<Hit> top(Sort sort, @Nullable List<@Nullable Object> after, int from, int size, List<Candidate> all) {
        TopHits top = new TopHits(sort, after, from, size, bytes::addAndGet);
        all.forEach(top::offer);
        return top.take();
    }

    private List<String> sorted(String sort, String... sources) {
        return top(sort(sort), null, 0, 100, documents(sources)).stream()
                .map(Hit::id)
                .toList();
    }

    @Test
    void sort_byField_putsMissingValuesLastEitherWay() {
        String[] sources = {"{\"n\":2}", "{}", "{\"n\":10}", "{\"n\":null}", "{\"n\":1.5}"};

        assertThat(sorted("\"n\"", sources)).containsExactly("4", "0", "2", "1", "3");
        assertThat(sorted("[{\"n\":\"desc\"}]", sources)).containsExactly("2", "0", "4", "1", "3");
        assertThat(sorted("{\"n\":{\"order\":\"asc\",\"missing\":\"_first\"}}", sources))
                .containsExactly("1", "3", "4", "0", "2");
        assertThat(sorted("{\"n\":{\"missing\":1.7}}", sources)).containsExactly("4", "1", "3", "0", "2");
    }

    @Test
    void sort_byArray_takesLeastAscendingAndGreatestDescending() {
        String[] sources = {"{\"n\":[5,1]}", "{\"n\":3}", "{\"n\":[2,9]}"};

        assertThat(sorted("\"n\"", sources)).containsExactly("0", "2", "1");
        assertThat(sorted("{\"n\":\"desc\"}", sources)).containsExactly("2", "0", "1");
        assertThat(sorted("{\"n\":{\"order\":\"desc\",\"mode\":\"min\"}}", sources))
                .containsExactly("1", "2", "0");
    }

    @Test
    void sort_ofMixedTypes_isTotal() {
        assertThat(sorted("\"v\"", "{\"v\":\"b\"}", "{\"v\":7}", "{\"v\":true}", "{\"v\":\"a\"}", "{\"v\":-1}"))
                .containsExactly("2", "4", "1", "3", "0");
    }

    @Test
    void sort_ofNothing_isOrderOfWriting() {
        List<Candidate> all = documents("{}", "{}", "{}", "{}");
        Collections.shuffle(all, new Random(7));

        assertThat(top(Sort.NONE, null, 1, 2, all)).extracting(Hit::id).containsExactly("1", "2");
        assertThat(top(sort("{\"_seq_no\":\"desc\"}"), null, 0, 2, all))
                .extracting(Hit::id)
                .containsExactly("3", "2");
    }

    @Test
    void searchAfter_overTies_pagesThroughAllOnce() {
        List<Candidate> all = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            all.add(candidate("d" + n, n, n % 10 == 0 ? "{}" : "{\"n\":" + n % 3 + "}"));
        }
        Collections.shuffle(all, new Random(11));
        for (String tiebreak : List.of("_id", "_seq_no", "_doc")) {
            Sort sort = sort("[{\"n\":\"desc\"},\"" + tiebreak + "\"]");

            assertThat(pages(sort, all))
                    .as("by n, then %s", tiebreak)
                    .hasSize(100)
                    .doesNotHaveDuplicates()
                    .isEqualTo(
                            top(sort, null, 0, 100, all).stream().map(Hit::id).toList());
        }
    }

    private List<String> pages(Sort sort, List<Candidate> all) {
        List<String> ids = new ArrayList<>();
        List<Hit> page = top(sort, null, 0, 7, all);
        while (!page.isEmpty()) {
            page.forEach(hit -> ids.add(hit.id()));
            page = top(sort, page.get(page.size() - 1).sortValues(), 0, 7, all);
        }
        return ids;
    }

    @Test
    void searchAfter_thatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> top(Sort.NONE, List.of(1), 0, 1, List.of()))
                .hasMessage("Sort must contain at least one field.");
        assertThatThrownBy(() -> top(sort("[\"a\",\"b\"]"), List.of(1), 0, 1, List.of()))
                .hasMessage("search_after has 1 value(s) but sort has 2.");
    }

    @Test
    void kept_isBoundedAndAccountedFor() {
        List<Candidate> all = documents("{}", "{}", "{}", "{}", "{}", "{}");
        Collections.reverse(all);

        assertThat(top(Sort.NONE, null, 0, 2, all)).hasSize(2);
        assertThat(bytes).as("two hits, not six").hasValue(2 * (256 + 2));
    }

    @Test
    void sort_thatIsNone_saysWhy() {
        assertThatThrownBy(() -> sort("{\"a\":\"up\"}"))
                .isInstanceOf(RequestException.class)
                .hasMessage("Unknown SortOrder [up]");
        assertThatThrownBy(() -> sort("{\"a\":{\"mode\":\"avg\"}}")).hasMessageContaining("mode [avg]");
        assertThatThrownBy(() -> sort("{\"_script\":{\"type\":\"number\"}}")).hasMessageContaining("[type]");
        assertThatThrownBy(() -> sort("5")).hasMessageContaining("malformed sort format");
        assertThat(SortReader.readParameter("a:desc,b")).isEqualTo(sort("[{\"a\":\"desc\"},\"b\"]"));
    }
}
