package dev.optimist.core.index;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the uuids of indices and the ids of documents that come without one.
 *
 * <p>Reads the system's randomness once, when the class is initialized; from then on a deterministic generator needs no
 * file, so that event loops may ask for names.
 */
public final class Uuids {
    private static final SecureRandom RANDOM = generator();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int INDEX_UUID_BYTES = 16;
    private static final int TIME_BYTES = 6;
    private static final int SEQUENCE_BYTES = 3;
    private static final int PROCESS_BYTES = 6;
    private static final byte[] PROCESS = randomBytes(PROCESS_BYTES);
    private static final AtomicInteger SEQUENCE = new AtomicInteger(RANDOM.nextInt());

    private Uuids() {}

    /** Reads the system's randomness now, on a thread that may block. */
    public static void initialize() {
        random();
    }

    private static SecureRandom generator() {
        try {
            return SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has DRBG", e);
        }
    }

    /** Returns 22 characters of A-Za-z0-9_-, 128 random bits. */
    public static String random() {
        return BASE64.encodeToString(randomBytes(INDEX_UUID_BYTES));
    }

    /**
     * Returns 20 characters of A-Za-z0-9_-: 48 bits of time in milliseconds, so that ids made one after the other lie
     * close together in the store, 24 bits of a sequence, 48 random bits of the process.
     */
    public static String timeBased(long nowMillis) {
        byte[] id = new byte[TIME_BYTES + SEQUENCE_BYTES + PROCESS_BYTES];
        put(id, 0, TIME_BYTES, nowMillis);
        put(id, TIME_BYTES, SEQUENCE_BYTES, SEQUENCE.getAndIncrement());
        System.arraycopy(PROCESS, 0, id, TIME_BYTES + SEQUENCE_BYTES, PROCESS_BYTES);
        return BASE64.encodeToString(id);
    }

    private static void put(byte[] target, int offset, int length, long value) {
        for (int i = 0; i < length; i++) {
            target[offset + i] = (byte) (value >>> (8 * (length - 1 - i)));
        }
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
