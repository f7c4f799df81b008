package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request that reads well: all of it, in one failure. */
final class Validation {
    /** Of a long bulk request, each item may be wrong. */
    private static final int PROBLEMS_MAX = 1_000;

    private final List<String> problems = new ArrayList<>(0);

    Validation refuseIf(boolean wrong, String problem) {
        if (wrong && problems.size() < PROBLEMS_MAX) {
            problems.add(problem);
        }
        return this;
    }

    /** Returns how many problems have been found. */
    int problems() {
        return problems.size();
    }

    boolean failed() {
        return !problems.isEmpty();
    }

    /** Throws what has been found, if anything. */
    void check() {
        if (failed()) {
            throw failure();
        }
    }

    private RequestException failure() {
        StringBuilder text = new StringBuilder("Validation Failed: ");
        for (int i = 0; i < problems.size(); i++) {
            text.append(i + 1).append(": ").append(problems.get(i)).append(';');
        }
        return RequestException.of(ErrorKind.ACTION_REQUEST_VALIDATION, text.toString());
    }
}
