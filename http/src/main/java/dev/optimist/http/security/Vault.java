package dev.optimist.http.security;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where users and keys are kept: durable named values, which all servers on the same store share. */
public interface Vault {
    /** A named value. */
    @SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
    record Entry(String key, byte[] value) {}

    /** Reads every value; cold. */
    Flux<Entry> all();

    /** Puts a value in place of one of the same name; cold, durable when it completes. */
    Mono<Void> put(Entry entry);

    /** Deletes a value; cold, durable when it completes. */
    Mono<Void> delete(String key);

    /** Returns the change, to run once all earlier ones have ended; cold. */
    <T> Mono<T> inTurn(Mono<T> change);

    /** Returns whether others may change the values too. */
    boolean shared();

    /** Reads a number that is another one after each change, whoever made it; cold. */
    Mono<Long> version();

    /** Others have changed the values since they were last read: nothing was changed now. */
    final class MovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public MovedException(Throwable cause) {
            super(
                    "others have changed the values",
                    cause,
                    /* enableSuppression= */ false,
                    /* writableStackTrace= */ false);
        }
    }
}
