package dev.optimist.http.cli;

import dev.optimist.core.error.DocumentException;
import java.net.BindException;
import java.net.InetSocketAddress;
import reactor.core.Exceptions;

/** The service cannot start, for a reason that its user can do something about: the message is one sentence. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Finds the sentence for a failure; one that nobody expected is returned as it is. */
    static RuntimeException explaining(RuntimeException failure, OptimistConfiguration configuration) {
        Throwable cause = Exceptions.unwrap(failure);
        if (cause instanceof StartException explained) {
            return explained;
        }
        if (cause instanceof BindException) {
            InetSocketAddress address = configuration.server().address();
            return new StartException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + cause.getMessage(),
                    failure);
        }
        if (cause instanceof DocumentException known) {
            return new StartException(known.reason(), failure);
        }
        return failure;
    }
}
