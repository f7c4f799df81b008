package dev.optimist.http.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a certificate that nobody vouches for, good for trying: Java's own {@code keytool} does, as Java has no API for it. */
public final class SelfSigned {
    private static final String ALIAS = "optimist";
    private static final String PASSWORD_VARIABLE = "OPTIMIST_KEYTOOL_PASSWORD";
    private static final int SECONDS = 60;

    private SelfSigned() {}

    /** Makes one for localhost and this name or address; blocks for about a second. An IOException says what went wrong. */
    public static Certificate make(String host) throws IOException {
        Path folder = Files.createTempDirectory("optimist-tls"); // readable by its owner alone
        Path file = folder.resolve("store.p12");
        String password = Randoms.text(18);
        try {
            run(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-validity",
                            "30",
                            "-dname",
                            "CN=Optimist, OU=self-signed for trying",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1,ip:::1" + alternative(host),
                            "-storetype",
                            "PKCS12",
                            "-storepass:env",
                            PASSWORD_VARIABLE,
                            "-keystore",
                            file.toString()),
                    password);
            return read(file, password.toCharArray());
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static String alternative(String host) {
        if (host.matches("[0-9a-fA-F.:]+")) {
            return ",ip:" + host;
        }
        return host.matches("[A-Za-z0-9.-]+") ? ",dns:" + host : "";
    }

    private static void run(List<String> command, String password) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readAllBytes();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + new String(said, java.nio.charset.Charset.defaultCharset()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Certificate read(Path file, char[] password) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(input, password);
            return new Certificate(
                    (PrivateKey) store.getKey(ALIAS, password), List.of((X509Certificate) store.getCertificate(ALIAS)));
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool's key cannot be read", e);
        }
    }

    /** Returns the certificate in PEM, for clients that are to trust it. */
    public static String pem(Certificate certificate) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded(certificate));
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    /** Returns what people compare a certificate by. */
    public static String fingerprint(Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded(certificate));
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.chain().get(0).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read", e);
        }
    }
}
