package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBufferTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\u0000\u0001\u001f",
                "ends in an escape\u0002",
                "\u0003begins with one, and goes on plainly for longer than the buffer had room",
                "\"\\\b\t\n\f\r",
                "é, €, \u2028 and ÿ\u0007"
            })
    void string_inABufferWithoutRoom_isWrittenAsJacksonDoes(String value) throws Exception {
        byte[] written = new AnswerBuffer(0).string(value).string(value).toBytes();

        String json = JACKSON.writeValueAsString(value);
        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(json + json);
    }

    @Test
    void again_ofAPart_appendsItOnceMore() {
        AnswerBuffer buffer = new AnswerBuffer(4).raw("abc");
        int from = buffer.size();
        int to = buffer.number(42).size();

        byte[] written = buffer.raw("-").again(from, to).toBytes();

        assertThat(new String(written, StandardCharsets.US_ASCII)).isEqualTo("abc42-42");
    }
}
