package dev.optimist.http.testkit;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.ExternalGte;
import dev.optimist.core.observe.Proposal;
import dev.optimist.core.service.IndexCommand;
import org.jspecify.annotations.Nullable;

/**
 * Another writer that will be first once.
 *
 * @param index an index or alias
 * @param source what it writes; where there is none, once more what is there
 */
record Rival(String index, String id, @Nullable Source source) {
    private static final Source EMPTY = Source.of("{}");

    /** Returns the write before which what was proposed cannot happen any more. */
    IndexCommand command(String concreteIndex, Proposal proposal) {
        DocumentState base = proposal.base();
        return new IndexCommand(
                concreteIndex,
                id,
                base.live() ? routing(base) : routing(proposal.next()),
                source != null ? source : base instanceof Document document ? document.source() : EMPTY,
                condition(proposal.condition()),
                /* requireAlias= */ false);
    }

    private static @Nullable String routing(DocumentState state) {
        return state instanceof Document document ? document.routing() : null;
    }

    /** A version from outside is overtaken only by one that is as high. */
    private static WriteCondition condition(WriteCondition contested) {
        if (contested instanceof External external) {
            return new ExternalGte(external.version());
        }
        return contested instanceof ExternalGte external && external.version() < Long.MAX_VALUE
                ? new ExternalGte(external.version() + 1)
                : WriteCondition.none();
    }
}
