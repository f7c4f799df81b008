package dev.optimist.core.service;

import dev.optimist.core.error.DocumentException;

/** One item of a bulk request. */
public sealed interface BulkItem {
    /** Returns the index or alias that the item is for. */
    String index();

    boolean requireAlias();

    /** Returns whether the index is made where it is missing. */
    boolean makesIndex();

    /** A write to carry out. */
    record Write(WriteCommand command) implements BulkItem {
        @Override
        public String index() {
            return command.index();
        }

        @Override
        public boolean requireAlias() {
            return command.requireAlias();
        }

        @Override
        public boolean makesIndex() {
            return command.makesIndex();
        }
    }

    /**
     * An item that is known to fail.
     *
     * @param makesIndex whether it leaves its index behind all the same, as one whose document cannot be read does
     */
    record Refused(String index, boolean requireAlias, boolean makesIndex, DocumentException failure)
            implements BulkItem {}
}
