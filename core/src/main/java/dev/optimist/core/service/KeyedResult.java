package dev.optimist.core.service;

import dev.optimist.core.document.WriteResult;

/**
 * What a request with a key answers.
 *
 * @param replayed whether it had been carried out before
 */
public record KeyedResult(WriteResult result, boolean replayed) {
    KeyedResult again() {
        return replayed ? this : new KeyedResult(result, /* replayed= */ true);
    }
}
