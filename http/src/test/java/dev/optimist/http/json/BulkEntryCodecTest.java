package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.route.VersionType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkEntryCodecTest {
    private final BulkEntryCodec codec = new BulkEntryCodec(ContentType.JSON, ApiVersion.V8);

    private static BulkAction action(boolean requireAlias, boolean sourceOnConflict) {
        return new BulkAction(
                BulkAction.Kind.INDEX,
                "stock",
                "_doc",
                "1",
                "r",
                "p",
                5,
                VersionType.EXTERNAL,
                1,
                2,
                3,
                new SourceFilter(true, List.of("a"), List.of("b")),
                requireAlias,
                /* listExecutedPipelines= */ false,
                sourceOnConflict);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entry_writtenAndRead_isTheSame(boolean sourceOnConflict) throws IOException {
        BulkAction action = action(!sourceOnConflict, sourceOnConflict);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(new BulkEntry(action, new byte[] {'{', '}'}, null), new DataOutputStream(bytes));

        BulkEntry read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(read).as("what was written").isNotNull();
        assertThat(read.action()).as("every key of the action").isEqualTo(action);
        assertThat(read.source()).as("its source").isEqualTo(new byte[] {'{', '}'});
    }
}
