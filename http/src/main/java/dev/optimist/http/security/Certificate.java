package dev.optimist.http.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A certificate with those that vouch for it, and its private key. */
public record Certificate(PrivateKey key, List<X509Certificate> chain) {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final char[] NO_PASSWORD = {};

    public Certificate {
        chain = List.copyOf(chain);
    }

    /** Reads PEM files; an IOException says in a sentence what is wrong with them. */
    public static Certificate read(Path chainFile, Path keyFile) throws IOException {
        List<X509Certificate> chain = chain(chainFile);
        PrivateKey key = key(keyFile);
        if (!belong(key, chain.get(0))) {
            throw new IOException("the key [" + keyFile + "] is not that of the certificate [" + chainFile + "]");
        }
        return new Certificate(key, chain);
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .forEach(certificate -> chain.add((X509Certificate) certificate));
            if (chain.isEmpty()) {
                throw new IOException("there is no certificate in [" + file + "]");
            }
            return chain;
        } catch (CertificateException e) {
            throw new IOException("[" + file + "] is no certificate in PEM", e);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        Matcher pem = PEM_KEY.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new IOException("there is no unencrypted PKCS#8 key (BEGIN PRIVATE KEY) in [" + file
                    + "]; openssl pkcs8 -topk8 -nocrypt makes one of another");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException another) {
                // the key is of another algorithm
            }
        }
        throw new IOException("the key in [" + file + "] is none of " + ALGORITHMS);
    }

    private static boolean belong(PrivateKey key, X509Certificate certificate) {
        String algorithm = key.getAlgorithm().startsWith("Ed")
                ? key.getAlgorithm()
                : "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm());
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(certificate.getEncoded());
            byte[] signed = signing.sign();
            signing.initVerify(certificate.getPublicKey());
            signing.update(certificate.getEncoded());
            return signing.verify(signed);
        } catch (GeneralSecurityException mismatch) {
            return false;
        }
    }

    X509ExtendedKeyManager manager(String alias) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(alias, key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(store, NO_PASSWORD);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("every Java has a key manager for X.509");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key that was read cannot be kept", e);
        }
    }

    @Override
    public String toString() {
        return "Certificate[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
