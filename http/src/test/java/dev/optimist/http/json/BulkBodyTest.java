package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.BulkAction.Kind;
import dev.optimist.http.route.VersionType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BulkBodyTest {
    private static final BulkAction.Defaults DEFAULTS =
            new BulkAction.Defaults("i", "_doc", null, null, null, false, false, false);

    private static BulkBody body(ApiVersion version) {
        return new BulkBody(DEFAULTS, ContentType.NDJSON, version);
    }

    private static List<BulkEntry> read(BulkBody body, String text, int partBytes) {
        List<BulkEntry> entries = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += partBytes) {
            int to = Math.min(bytes.length, from + partBytes);
            body.read(Arrays.copyOfRange(bytes, from, to), entries::add);
        }
        body.end();
        return entries;
    }

    private static List<BulkEntry> read(String text) {
        return read(body(ApiVersion.V8), text, Integer.MAX_VALUE / 2);
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    private static String told(BulkEntry entry) {
        return entry.action().kind() + " " + entry.action().id() + " "
                + new String(entry.source(), StandardCharsets.UTF_8);
    }

    private static void refused(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void read_partsOfAnyLength_giveTheSameEntries() {
        String text = lines(
                "{\"index\":{\"_id\":\"1\"}}",
                "{\"a\":\"é\"}",
                "",
                "{\"delete\":{\"_id\":\"2\"}}\r",
                "{\"update\":{\"_id\":3}}",
                "{\"doc\":{}}\r",
                "{\"create\":{}}",
                "{\"b\":1}");

        for (int partBytes = 1; partBytes < text.length(); partBytes++) {
            assertThat(read(body(ApiVersion.V8), text, partBytes).stream().map(BulkBodyTest::told))
                    .as("parts of %d bytes", partBytes)
                    .containsExactly(
                            "INDEX 1 {\"a\":\"é\"}", "DELETE 2 ", "UPDATE 3 {\"doc\":{}}", "CREATE null {\"b\":1}");
        }
    }

    @Test
    void read_everyKey_isKept() {
        BulkAction action = read("{\"index\":{\"_index\":\"x\",\"_id\":\"1\",\"routing\":\"r\",\"version\":5,"
                        + "\"version_type\":\"external\",\"if_seq_no\":1,\"if_primary_term\":2,"
                        + "\"retry_on_conflict\":3,\"pipeline\":\"p\",\"require_alias\":true,"
                        + "\"dynamic_templates\":{\"a\":\"b\"},\"op_type\":\"create\","
                        + "\"_source\":{\"includes\":[\"a\"]},\"list_executed_pipelines\":true}}\n{}\n")
                .get(0)
                .action();

        assertThat(action)
                .isEqualTo(new BulkAction(
                        Kind.CREATE,
                        "x",
                        "_doc",
                        "1",
                        "r",
                        "p",
                        5,
                        VersionType.EXTERNAL,
                        1,
                        2,
                        3,
                        new SourceFilter(true, List.of("a"), List.of()),
                        true,
                        true,
                        /* sourceOnConflict= */ false));
    }

    @Test
    void read_malformedLines_areRefusedWithTheirNumber() {
        refused("", "request body is required");
        refused("{\"index\":{}}\n{}", "The bulk request must be terminated by a newline [\\n]");
        refused(
                "{\"index\":{}}\n{}\n\n{\"index\":{\"nope\":1}}\n{}\n",
                "Action/metadata line [4] contains an unknown parameter [nope]");
        refused("{}\n{}\n", "Malformed action/metadata line [1], expected FIELD_NAME but found [END_OBJECT]");
        refused(
                "{\"index\":5}\n{}\n",
                "Malformed action/metadata line [1], expected START_OBJECT or END_OBJECT but found [VALUE_NUMBER]");
        refused(
                "{\"upsert\":{}}\n{}\n",
                "Malformed action/metadata line [1], expected field [create], [delete], [index] or [update] but found"
                        + " [upsert]");
    }

    @Test
    void read_unknownActionOfVersion7_isPassedOverWithItsSource() {
        assertThat(read(body(ApiVersion.V7), "{\"upsert\":{}}\n{}\n{\"delete\":{\"_id\":\"1\"}}\n", 100))
                .hasSize(1);
    }

    @Test
    void read_twoActionsInALine_countsTheFirstAndSaysSo() {
        BulkBody body = body(ApiVersion.V8);

        assertThat(read(body, "{\"delete\":{\"_id\":\"1\"},\"index\":{}}\n", 100))
                .hasSize(1);
        assertThat(body.unclosed()).isTrue();
    }

    @Test
    void codec_entries_comeOutAsTheyWentIn() throws IOException {
        List<BulkEntry> entries = read(lines(
                "{\"index\":{\"_id\":\"1\",\"routing\":\"é\",\"_source\":{\"excludes\":[\"a\",\"b\"]}}}",
                "{}",
                "{\"delete\":{\"_id\":\"2\"}}",
                "{\"update\":{\"_id\":\"3\"}}",
                "{\"doc\":{\"a\":1}}"));
        BulkEntryCodec codec = new BulkEntryCodec(ContentType.JSON, ApiVersion.V8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (BulkEntry entry : entries) {
            codec.write(entry, new DataOutputStream(bytes));
        }

        DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (BulkEntry entry : entries) {
            BulkEntry found = Objects.requireNonNull(codec.read(input));
            assertThat(found.action()).isEqualTo(entry.action());
            assertThat(told(found)).isEqualTo(told(entry));
            assertThat(found.update()).isEqualTo(entry.update());
        }
        assertThat(codec.read(input)).as("the end").isNull();
    }
}
