package dev.optimist.http.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where Optimist does not answer as was recorded, and why: {@code wire/deviations.json}. */
final class Deviations {
    private final List<Deviation> deviations;

    private Deviations(List<Deviation> deviations) {
        this.deviations = deviations;
    }

    /** What is done with an exchange that deviates. */
    enum Treatment {
        /** It is sent, and the answer may be another. */
        ANSWERED_OTHERWISE,
        /** It is sent with another body, since the recorded one would have another effect here. */
        SENT_OTHERWISE,
        /** It is not sent, since its effect here would be another. */
        NOT_SENT
    }

    /**
     * One deviation.
     *
     * @param request matches method, space and path
     * @param body what is sent, if it is another body
     */
    record Deviation(String file, int n, Pattern request, Treatment treatment, Optional<byte[]> body, String reason) {
        boolean covers(String file, Exchange exchange) {
            boolean files = this.file.isEmpty() || this.file.equals(file);
            boolean numbers = n == 0 || n == exchange.n();
            String line = exchange.request().method() + " " + exchange.request().path();
            return files && numbers && request.matcher(line).find();
        }
    }

    static Deviations read() {
        try (InputStream input =
                Objects.requireNonNull(Deviations.class.getResourceAsStream("/wire/deviations.json"))) {
            List<Deviation> deviations = new ArrayList<>();
            new ObjectMapper().readTree(input).forEach(node -> deviations.add(deviation(node)));
            return new Deviations(deviations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Deviation deviation(JsonNode node) {
        return new Deviation(
                node.path("file").asText(),
                node.path("n").asInt(),
                Pattern.compile(node.path("request").asText()),
                Treatment.valueOf(node.get("treatment").asText()),
                Optional.ofNullable(node.get("body")).map(body -> body.asText().getBytes(StandardCharsets.UTF_8)),
                node.get("reason").asText());
    }

    List<Deviation> all() {
        return deviations;
    }

    Optional<Deviation> of(String file, Exchange exchange) {
        return deviations.stream()
                .filter(deviation -> deviation.covers(file, exchange))
                .findFirst();
    }
}
