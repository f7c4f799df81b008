package dev.optimist.http.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.security.CreateApiKeyResponse;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import dev.optimist.http.cli.OptimistConfiguration;
import dev.optimist.http.cli.RunningServer;
import dev.optimist.http.security.Accounts.FirstCredential;
import dev.optimist.http.testing.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elasticsearch's client, over TLS, first with a password, then with the key that it has made. */
class EncryptedClientIT {
    @TempDir
    Path folder;

    @Test
    void client_overTlsWithKey_worksAndIsLimited() throws IOException, GeneralSecurityException {
        OptimistConfiguration configuration = OptimistConfiguration.of(
                "--port=0", "--security", "--tls-self-signed", "--data=" + folder.resolve("data"));
        try (RunningServer server = RunningServer.start(configuration)) {
            SSLContext trusting = trusting(folder.resolve("data/self-signed.pem"));
            FirstCredential first = server.firstCredential().orElseThrow();
            ElasticsearchClient admin =
                    client(server, trusting, "Basic " + Caller.base64(first.user() + ":" + first.password()));
            admin.index(index -> index.index("stock").id("apples").document(Map.of("n", 10)));
            CreateApiKeyResponse key = admin.security()
                    .createApiKey(create -> create.name("reader")
                            .roleDescriptors(
                                    "r",
                                    role -> role.indices(
                                            indices -> indices.names("stock").privileges("read"))));
            assertThat(key.expiration()).isNull();
            ElasticsearchClient reader = client(server, trusting, "ApiKey " + key.encoded());
            Object found = reader.get(get -> get.index("stock").id("apples"), Map.class)
                    .source();
            assertThat(found).isEqualTo(Map.of("n", 10));
            assertThat(reader.security().authenticate().apiKey()).isNotNull();
            assertThatThrownBy(
                            () -> reader.delete(delete -> delete.index("stock").id("apples")))
                    .isInstanceOfSatisfying(ElasticsearchException.class, refused -> {
                        assertThat(refused.status()).isEqualTo(403);
                        assertThat(refused.error().type()).isEqualTo("security_exception");
                    });
            assertThat(admin.security()
                            .invalidateApiKey(end -> end.ids(key.id()))
                            .invalidatedApiKeys())
                    .containsExactly(key.id());
            assertThatThrownBy(() -> reader.security().authenticate())
                    .isInstanceOfSatisfying(
                            ElasticsearchException.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));
            admin.shutdown();
            reader.shutdown();
        }
    }

    private static ElasticsearchClient client(RunningServer server, SSLContext trusting, String authorization) {
        RestClient rest = RestClient.builder(HttpHost.create(server.url().toString()))
                .setDefaultHeaders(new Header[] {new BasicHeader("Authorization", authorization)})
                .setHttpClientConfigCallback(http -> http.setSSLContext(trusting))
                .build();
        return new ElasticsearchClient(new RestClientTransport(rest, new JacksonJsonpMapper()));
    }

    private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream certificate = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "optimist", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
