package dev.optimist.metrics.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MetersTest {
    @Test
    void create_negativeCap_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Meters.create(-1)).withMessageContaining("-1");
    }

    @Test
    void gauge_ofACounter_isRefused() {
        try (Meters meters = Meters.create(1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> meters.gauge(OptimistMeter.OPERATIONS, () -> 1))
                    .withMessageContaining("COUNTER");
        }
    }

    @Test
    void connections_openActiveAndBytes_areShown() {
        try (Meters meters = Meters.create(1)) {
            ConnectionMeters connections = meters.connections();
            connections.opened();
            connections.opened();
            connections.activated();
            connections.received(100);
            connections.sent(170);
            connections.inactivated();
            connections.closed();

            Scraped scraped = Scraped.from(meters);
            assertThat(scraped.value("optimist_http_connections_open")).isEqualTo(1);
            assertThat(scraped.value("optimist_http_connections_active")).isZero();
            assertThat(scraped.value("optimist_http_connections_accepted_total"))
                    .isEqualTo(2);
            assertThat(scraped.value("optimist_http_received_bytes_total")).isEqualTo(100);
            assertThat(scraped.value("optimist_http_sent_bytes_total")).isEqualTo(170);
        }
    }
}
