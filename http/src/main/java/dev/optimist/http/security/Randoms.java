package dev.optimist.http.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Bytes that nobody can guess. May read a file: never on an event loop. */
final class Randoms {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Randoms() {}

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Returns random bytes as letters, digits, hyphens and underscores. */
    static String text(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bytes));
    }
}
