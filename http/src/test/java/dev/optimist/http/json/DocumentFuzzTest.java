package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Source;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.fuzz.SeedCorpus;
import dev.optimist.core.source.JsonMaps;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any bytes as the body of a document, an update, an _mget or an index: refused with a sentence, or it can be read again,
 * and a document as JSON is the very bytes. The first byte chooses format and version.
 */
public class DocumentFuzzTest {
    private static final MultiGetBody.Item DEFAULTS =
            new MultiGetBody.Item("i", null, null, null, null, /* storedFields= */ false, null);

    @TestFactory
    Stream<DynamicTest> seeds() {
        return SeedCorpus.tests(DocumentFuzzTest.class, DocumentFuzzTest::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ContentType[] types = ContentType.values();
        ContentType type = types[(input[0] & 15) % types.length];
        ApiVersion version = (input[0] & 16) == 0 ? ApiVersion.V8 : ApiVersion.V7;
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        refusable(() -> document(body, type, version));
        refusable(() -> UpdateBody.parse(body, type, version));
        refusable(() -> MultiGetBody.parse(body, type, version, DEFAULTS));
        refusable(() -> IndexBody.parseObject(body, type, version));
        refusable(() -> IndexBody.parse(body, type, version));
    }

    private static void document(byte[] body, ContentType type, ApiVersion version) {
        Source source = DocumentBody.validate(body, type, version, "1");
        Map<String, Object> read = JsonMaps.read(source);
        byte[] written = JsonMaps.write(read);
        assertThat(JsonMaps.write(JsonMaps.read(written))).isEqualTo(written);
        Source again = DocumentBody.validate(source.bytes(), ContentType.JSON, ApiVersion.V8, "1");
        assertThat(again.bytes()).isEqualTo(source.bytes());
    }

    private static void refusable(Runnable reading) {
        try {
            reading.run();
        } catch (DocumentException refused) {
            assertThat(refused.reason()).isNotNull();
        }
    }
}
