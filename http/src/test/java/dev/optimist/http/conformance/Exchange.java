package dev.optimist.http.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One recorded exchange.
 *
 * @param n its number, one for each file
 * @param response empty where the answer was not written down
 * @param moduleMissing whether the recorded server lacked what the request is for
 */
record Exchange(
        int n, String group, String name, Request request, Optional<RawHttp.Answer> response, boolean moduleMissing) {
    /** A request as it is to be sent. */
    record Request(String method, String path, Map<String, String> headers, Optional<byte[]> body) {}

    /** Reads a file of recordings, one JSON object a line. */
    static List<Exchange> readAll(String file) {
        ObjectMapper json = new ObjectMapper();
        String resource = "/wire/" + file + ".jsonl";
        try (InputStream input = Objects.requireNonNull(Exchange.class.getResourceAsStream(resource), resource)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (String line : new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                exchanges.add(of(json.readTree(line)));
            }
            return exchanges;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange of(JsonNode node) {
        JsonNode response = node.get("response");
        return new Exchange(
                node.get("n").asInt(),
                node.get("group").asText(),
                node.get("name").asText(),
                request(node.get("request")),
                response.isNull() ? Optional.empty() : Optional.of(response(response)),
                node.has("module_missing"));
    }

    private static Request request(JsonNode node) {
        Map<String, String> headers = new LinkedHashMap<>();
        node.get("headers")
                .properties()
                .forEach(field -> headers.put(field.getKey(), field.getValue().asText()));
        return new Request(node.get("method").asText(), node.get("path").asText(), headers, body(node));
    }

    private static RawHttp.Answer response(JsonNode node) {
        List<Header> headers = new ArrayList<>();
        node.get("headers")
                .forEach(pair ->
                        headers.add(new Header(pair.get(0).asText(), pair.get(1).asText())));
        return new RawHttp.Answer(
                node.get("status").asInt(), headers, body(node).orElse(new byte[0]));
    }

    private static Optional<byte[]> body(JsonNode node) {
        if (node.hasNonNull("body")) {
            return Optional.of(node.get("body").asText().getBytes(StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(node.get("body_base64"))
                .map(encoded -> Base64.getDecoder().decode(encoded.asText()));
    }
}
