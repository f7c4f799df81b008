package dev.optimist.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private final List<String> lines = new ArrayList<>();
    private final AuditLog audit = new AuditLog(lines::add);

    @Test
    void text_withLineBreaks_isOneLine() {
        audit.refused("a\r\nauthentication_success user=\"root\"\u2028", InetAddress.getLoopbackAddress(), "/\u0000x");
        assertThat(lines)
                .containsExactly("authentication_failed user=\"a\\r\\nauthentication_success user=\\\"root\\\"\\u2028\""
                        + " address=\"127.0.0.1\" request=\"/\\u0000x\"");
    }

    @Test
    void text_long_isShortened() {
        audit.refused("x".repeat(10_000), InetAddress.getLoopbackAddress(), "/");
        assertThat(lines.get(0)).hasSizeLessThan(700);
    }
}
