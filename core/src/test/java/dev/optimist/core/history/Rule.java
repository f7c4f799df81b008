package dev.optimist.core.history;

/** What the history of a correct server never breaks. */
public enum Rule {
    /** No two writes share a (seq_no, primary_term). */
    UNIQUE,
    /** An acknowledged conditional write is the immediate successor of its base; a create follows no live document. */
    CHAIN,
    /** {@code _version} grows by exactly one for each committed operation on a document. */
    VERSION,
    /** Every read equals what one write wrote, which did not fail and was invoked before the read ended. */
    PROVENANCE,
    /** Whatever starts after something else ended sees at least that version. */
    REAL_TIME,
    /** A conflict has a cause: a successor of the base that had been invoked. */
    JUSTIFIED_409,
    /** After a restart every document is at least at the newest version acknowledged or read before. */
    CRASH,
    /** The primary term grows at every restart; a (seq_no, primary_term) that vanished never names other content. */
    TERM,
    /** A tombstone is a version: recreation goes on from it. */
    DELETES,
    /** seq_no rises along each document and, per shard, along the acknowledgements, without gaps. */
    SEQUENCE,
    /** A counter is what was acknowledged, plus at most what is unknown. */
    CONSERVATION
}
