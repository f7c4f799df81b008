package dev.optimist.core.store;

/**
 * Refuses a change of a catalog that another process has changed since this one last read it: to be read again, and the
 * change to be made of what is there now. Nothing was written.
 */
public final class CatalogMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CatalogMovedException() {
        super("the catalog has changed", null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
