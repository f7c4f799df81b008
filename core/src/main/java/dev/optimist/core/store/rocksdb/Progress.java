package dev.optimist.core.store.rocksdb;

/** Hears how far a long piece of work is. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress NONE = (stage, done, total) -> {};

    /**
     * Told every now and then.
     *
     * @param stage what is being done
     * @param done in the units of {@code total}
     * @param total 0 where nobody knows
     */
    void at(String stage, long done, long total);
}
