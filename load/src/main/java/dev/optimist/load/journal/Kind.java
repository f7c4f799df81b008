package dev.optimist.load.journal;

/** What is asked of a document. */
public enum Kind {
    GET(false),
    INDEX(false),
    CREATE(false),
    DELETE(false),
    UPDATE(false),
    /** Under the revision {@code #{baseSeqNo}}, {@code #{basePrimaryTerm}}. */
    CONDITIONAL_INDEX(true),
    CONDITIONAL_UPDATE(true);

    private final boolean conditional;

    Kind(boolean conditional) {
        this.conditional = conditional;
    }

    boolean conditional() {
        return conditional;
    }

    /** Returns the history's name for it. */
    String operation() {
        return switch (this) {
            case CONDITIONAL_INDEX -> INDEX.name();
            case CONDITIONAL_UPDATE -> UPDATE.name();
            case GET, INDEX, CREATE, DELETE, UPDATE -> name();
        };
    }
}
