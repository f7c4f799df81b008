package dev.optimist.http.clients;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.http.HttpHost;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/** Connects whichever version of Elasticsearch's client is on the class path, over the transport that is its default. */
final class ElasticsearchClients {
    private ElasticsearchClients() {}

    /** Returns the major version of the client that tests run with. */
    static int majorVersion() {
        return hasTransportConfig() ? 9 : 8;
    }

    private static boolean hasTransportConfig() {
        try {
            Class.forName("co.elastic.clients.transport.ElasticsearchTransportConfig");
            return true;
        } catch (ClassNotFoundException version8) {
            return false;
        }
    }

    static ElasticsearchClient connect(URI url) throws ReflectiveOperationException {
        return hasTransportConfig() ? connectVersion9(url) : Version8.connect(url);
    }

    /** Says {@code ElasticsearchClient.of(config -> config.host(url))}, which version 8, compiled against, does not have. */
    private static ElasticsearchClient connectVersion9(URI url) throws ReflectiveOperationException {
        UnaryOperator<Object> host = config -> {
            try {
                return config.getClass().getMethod("host", URI.class).invoke(config, url);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
        return (ElasticsearchClient)
                ElasticsearchClient.class.getMethod("of", Function.class).invoke(null, host);
    }

    /**
     * Returns the HTTP status of a conflict as the client tells it. Version 8 has no typed error for it, whoever answers
     * (elasticsearch-java issue 285): its transport decodes 400, 401, 403, 404 and 405, and hands on the rest as it came.
     */
    static Conflict conflict(Throwable failure) {
        return failure instanceof ElasticsearchException typed
                ? new Conflict(typed.status(), typed.error().type())
                : Version8.conflict(failure);
    }

    /** What a program can tell of a failure. */
    record Conflict(int status, @Nullable String type) {}

    /** What version 9 does not bring along. */
    private static final class Version8 {
        static ElasticsearchClient connect(URI url) {
            RestClient rest =
                    RestClient.builder(HttpHost.create(url.toString())).build();
            return new ElasticsearchClient(new RestClientTransport(rest, new JacksonJsonpMapper()));
        }

        static Conflict conflict(Throwable failure) {
            assertThat(failure).as("what the transport hands on").isInstanceOf(ResponseException.class);
            Response response = ((ResponseException) failure).getResponse();
            try {
                JsonNode body = new ObjectMapper().readTree(EntityUtils.toByteArray(response.getEntity()));
                return new Conflict(
                        response.getStatusLine().getStatusCode(),
                        body.at("/error/type").textValue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
