package dev.optimist.core.engine;

/**
 * Another writer of the store was first with the document, or carried the same request out: a write with a receipt is
 * not decided anew before somebody has looked for one that is kept. For the service alone.
 */
public final class RequestOvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Another writer of the store keeps a receipt of the same request. */
    public static RequestOvertakenException byRequest() {
        return new RequestOvertakenException();
    }

    RequestOvertakenException() {
        super("overtaken by another writer of the store", null, /* enableSuppression= */ false, /* stack= */ false);
    }
}
