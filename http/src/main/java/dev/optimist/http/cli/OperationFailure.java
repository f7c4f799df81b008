package dev.optimist.http.cli;

import dev.optimist.core.error.DocumentException;
import reactor.core.Exceptions;

/** A subcommand cannot do what it is asked for, for a reason that is one sentence. */
final class OperationFailure extends RuntimeException {
    /** As for arguments that are wrong: nothing was found out, and nothing changed. */
    static final int EXIT = 2;

    private static final long serialVersionUID = 1L;

    OperationFailure(String sentence) {
        super(sentence);
    }

    /** Returns what a user is told of a failure. */
    static String sentence(Throwable failure) {
        Throwable cause = Exceptions.unwrap(failure);
        return cause instanceof DocumentException || cause instanceof OperationFailure
                ? String.valueOf(cause.getMessage())
                : cause.toString();
    }
}
