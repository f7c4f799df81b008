package dev.optimist.core.store.postgres;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.error.WriteOutcome;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What the driver signals, as the store says it. */
final class Failures {
    /** Classes and codes of SQLSTATE that say that the server is not there, or goes away, or is no primary any more. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "25006");

    private static final String CONNECTION_CLASS = "08";
    private static final String INTERVENTION_CLASS = "57";

    private Failures() {}

    /** Makes a failure after which nothing was written. */
    static DocumentException nothingWritten(String database, Throwable cause) {
        return cause instanceof DocumentException known
                ? known
                : StoreFailedException.unavailable(
                        "database [" + database + "] does not answer, nothing was written: " + reason(cause), cause);
    }

    /** Makes a failure of a read. */
    static DocumentException unread(String database, Throwable cause) {
        return cause instanceof DocumentException known
                ? known
                : StoreFailedException.unavailable(
                        "database [" + database + "] does not answer: " + reason(cause), cause);
    }

    /** Makes the failure of a commit of which nobody knows whether it took place. */
    static StoreFailedException unknown(String database, Throwable cause) {
        return new StoreFailedException(
                        "the outcome is unknown: database [" + database + "] went away in mid-commit: " + reason(cause),
                        cause)
                .withOutcome(WriteOutcome.UNKNOWN);
    }

    static StoreFailedException down(String database, String reason) {
        return StoreFailedException.unavailable("database [" + database + "] is down: " + reason, null);
    }

    static StoreFailedException closed() {
        return new StoreFailedException("the store is closed", null);
    }

    /** Returns whether the connection, and not the statement, is what failed. */
    static boolean ofConnection(Throwable failure) {
        if (failure instanceof R2dbcException known && known.getSqlState() != null) {
            return gone(known.getSqlState());
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof R2dbcNonTransientResourceException;
    }

    /** Returns whether the server has answered that it undid the statement, so that nothing was written. */
    static boolean ofStatement(Throwable failure) {
        return failure instanceof R2dbcException known
                && known.getSqlState() != null
                && !gone(known.getSqlState())
                && !known.getSqlState().startsWith(INTERVENTION_CLASS);
    }

    private static boolean gone(String state) {
        return GONE.contains(state) || state.startsWith(CONNECTION_CLASS);
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
