package dev.optimist.core.observe;

/** The kinds of single-document operations. */
public enum OperationKind {
    INDEX,
    CREATE,
    UPDATE,
    DELETE,
    GET
}
