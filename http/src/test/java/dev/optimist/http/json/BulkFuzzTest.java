package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.fuzz.SeedCorpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any bytes as a bulk body: it is refused with a sentence, or it is the same entries however it is cut into parts. The first
 * byte chooses version and cut.
 */
public class BulkFuzzTest {
    private static final BulkAction.Defaults DEFAULTS =
            new BulkAction.Defaults("i", "_doc", null, null, null, false, false, false);

    @TestFactory
    Stream<DynamicTest> seeds() {
        return SeedCorpus.tests(BulkFuzzTest.class, BulkFuzzTest::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ApiVersion version = (input[0] & 1) == 0 ? ApiVersion.V8 : ApiVersion.V7;
        ContentType type = (input[0] & 2) == 0 ? ContentType.NDJSON : ContentType.SMILE;
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        List<String> whole = read(body, type, version, body.length + 1);
        List<String> cut = read(body, type, version, 1 + (input[0] >>> 2 & 15));
        assertThat(cut).isEqualTo(whole);
    }

    private static List<String> read(byte[] bytes, ContentType type, ApiVersion version, int part) {
        List<String> told = new ArrayList<>();
        try {
            BulkBody body = new BulkBody(DEFAULTS, type, version);
            for (int from = 0; from < bytes.length; from += part) {
                byte[] next = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + part));
                body.read(
                        next,
                        entry -> told.add(entry.action() + Arrays.toString(entry.source()) + (entry.update() != null)));
            }
            body.end();
        } catch (DocumentException refused) {
            // The parser counts bytes from the beginning of a part.
            told.add(refused.kind() + " " + refused.reason().replaceAll("byte offset: #\\d+", ""));
        }
        return told;
    }
}
