package dev.optimist.metrics.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.metrics.meter.Meters;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusScrapeTest {
    private final Meters meters = Meters.create(1);
    private final PrometheusScrape scrape = new PrometheusScrape(meters);

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void content_withoutAccept_isPlain() {
        PrometheusScrape.Content content = scrape.content(null);

        assertThat(content.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text(content))
                .as("complete lines, no end mark")
                .contains("optimist_registers_sealed_total 0.0\n")
                .doesNotContain("# EOF");
    }

    @Test
    void content_openMetricsAccepted_endsAsOpenMetricsDemands() {
        PrometheusScrape.Content content = scrape.content("application/openmetrics-text;version=1.0.0");

        assertThat(content.contentType()).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(text(content))
                .contains("# TYPE optimist_registers_sealed counter")
                .endsWith("# EOF\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | PLAIN",
                "text/html | PLAIN",
                "text/plain;version=0.0.4 | PLAIN",
                "application/openmetrics-text | OPEN_METRICS",
                "Application/OpenMetrics-Text; version=1.0.0 | OPEN_METRICS",
                "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OPEN_METRICS",
                "application/openmetrics-text;q=0.3,text/plain;q=0.6 | PLAIN",
                "application/openmetrics-text;q=0 | PLAIN",
                "application/openmetrics-text;q=bogus | PLAIN",
                "application/openmetrics-texts | PLAIN",
                "'' | PLAIN"
            })
    void format_followsAccept(String accept, ExpositionFormat expected) {
        assertThat(ExpositionFormat.accepted(accept)).as(accept).isEqualTo(expected);
    }

    private static String text(PrometheusScrape.Content content) {
        return new String(content.body(), StandardCharsets.UTF_8);
    }
}
