package dev.optimist.http.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password: PBKDF2-HMAC-SHA256 with a salt of its own. Making one, and comparing with one, takes about
 * a third of a second of one processor: never on an event loop.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by verify alone
record PasswordHash(int rounds, byte[] salt, byte[] hash) {
    /** As OWASP recommends for this function (2023). */
    static final int ROUNDS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    static PasswordHash of(String password) {
        byte[] salt = Randoms.bytes(SALT_BYTES);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    boolean verify(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, rounds));
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        // The factory takes the low bytes of characters alone, which these are.
        char[] bytes = new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(bytes, salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(bytes, '\0');
        }
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("algorithm", "PBKDF2-HMAC-SHA256");
        json.put("rounds", rounds);
        json.put("salt", Base64.getEncoder().encodeToString(salt));
        json.put("hash", Base64.getEncoder().encodeToString(hash));
        return json;
    }

    static PasswordHash fromJson(Fields json) {
        return new PasswordHash((int) json.number("rounds"), decoded(json.text("salt")), decoded(json.text("hash")));
    }

    private static byte[] decoded(@Nullable String text) {
        return Base64.getDecoder().decode(text == null ? "" : text);
    }

    @Override
    public String toString() {
        return "PasswordHash[REDACTED]";
    }
}
