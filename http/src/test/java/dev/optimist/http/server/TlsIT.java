package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.http.security.Certificate;
import dev.optimist.http.security.SelfSigned;
import dev.optimist.http.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are encrypted. */
class TlsIT {
    private static final String REQUEST = "GET /_cluster/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void certificate_changed_isShownToNewConnectionsWhileOldOnesGoOn() throws IOException, GeneralSecurityException {
        Certificate first = write(SelfSigned.make("localhost"));
        try (TestServer server = start();
                SSLSocket old = connect(server, "TLSv1.3")) {
            assertThat(shown(old)).isEqualTo(first.chain().get(0));
            assertThat(status(old)).isEqualTo("HTTP/1.1 200 OK");
            Certificate second = write(SelfSigned.make("localhost"));
            awaitShown(server, second.chain().get(0));
            assertThat(status(old)).as("the connection from before").isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void certificate_unreadable_theLastOneStays() throws IOException, GeneralSecurityException {
        Certificate first = write(SelfSigned.make("localhost"));
        try (TestServer server = start()) {
            Files.writeString(folder.resolve("chain.pem"), "nonsense");
            Certificate second = SelfSigned.make("localhost");
            try (SSLSocket socket = connect(server, "TLSv1.3")) {
                assertThat(shown(socket)).isEqualTo(first.chain().get(0));
            }
            write(second);
            awaitShown(server, second.chain().get(0));
        }
    }

    @Test
    void versions_twoAndThree_areSpokenAndNoOlderOnes() throws IOException, GeneralSecurityException {
        write(SelfSigned.make("localhost"));
        try (TestServer server = start()) {
            for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
                try (SSLSocket socket = connect(server, version)) {
                    assertThat(status(socket)).as(version).isEqualTo("HTTP/1.1 200 OK");
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(socket.getSession().getCipherSuite())
                            .as("authenticated")
                            .containsAnyOf("GCM", "POLY1305");
                }
            }
            assertThatThrownBy(() -> connect(server, "TLSv1.1").close()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void plainHttp_toAnEncryptedPort_isClosed() throws IOException, GeneralSecurityException {
        write(SelfSigned.make("localhost"));
        try (TestServer server = start();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("200 OK");
        }
    }

    private TestServer start() {
        return TestServer.start(
                "--store=memory",
                "--tls-certificate=" + folder.resolve("chain.pem"),
                "--tls-key=" + folder.resolve("key.pem"),
                "--tls-reload-interval=100ms");
    }

    private Certificate write(Certificate certificate) throws IOException {
        String key = Base64.getMimeEncoder().encodeToString(certificate.key().getEncoded());
        Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("chain.pem"), SelfSigned.pem(certificate));
        return certificate;
    }

    /** Connects until the certificate is there: each handshake is a look, so that nothing need be slept for. */
    private static void awaitShown(TestServer server, X509Certificate expected)
            throws IOException, GeneralSecurityException {
        long end = System.nanoTime() + 30_000_000_000L;
        X509Certificate shown;
        do {
            try (SSLSocket socket = connect(server, "TLSv1.3")) {
                shown = shown(socket);
            }
        } while (!shown.equals(expected) && System.nanoTime() < end);
        assertThat(shown).isEqualTo(expected);
    }

    private static X509Certificate shown(SSLSocket socket) throws SSLException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static String status(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        InputStream input = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) input.read());
        }
        int length = head.indexOf("content-length: ") + "content-length: ".length();
        input.readNBytes(Integer.parseInt(head.substring(length, head.indexOf("\r\n", length))));
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static SSLSocket connect(TestServer server, String version) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everybody()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    /** What is shown is looked at by the test. */
    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
