package dev.optimist.http.server;

import dev.optimist.core.fuzz.SeedCorpus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any method, path and query: {@code METHOD URI}, and after a blank a body. */
public class UrlFuzzTest {
    @TestFactory
    Stream<DynamicTest> seeds() {
        return SeedCorpus.tests(UrlFuzzTest.class, UrlFuzzTest::fuzzerTestOneInput);
    }

    /** Starts the server before the first input, whose time is limited. */
    public static void fuzzerInitialize() {
        FuzzedServer.current();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String[] words = new String(input, StandardCharsets.ISO_8859_1).split(" ", 3);
        if (words.length < 2 || words[1].isEmpty() || words[1].length() > 4_000) {
            return; // the codec lets no such line pass
        }
        byte[] body = words.length < 3 ? new byte[0] : words[2].getBytes(StandardCharsets.ISO_8859_1);
        FuzzedServer.current().ask(FuzzedServer.incoming(words[0], words[1], Map.of(), body));
    }
}
