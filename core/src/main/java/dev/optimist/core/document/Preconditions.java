package dev.optimist.core.document;

import dev.optimist.core.document.Conflict.Cause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP's own words ask of the current document (RFC 9110, section 13), before anything else that a write asks.
 *
 * @param ifMatch must match, where it is there
 * @param ifNoneMatch must not match, where it is there
 * @param further must hold too; gives the version
 */
public record Preconditions(
        @Nullable EntityTags ifMatch, @Nullable EntityTags ifNoneMatch, WriteCondition further)
        implements WriteCondition {

    @Override
    public Optional<Conflict> check(DocumentState current) {
        return own(current).or(() -> further.check(current));
    }

    @Override
    public Optional<Conflict> checkUpdate(DocumentState current) {
        return own(current).or(() -> further.checkUpdate(current));
    }

    private Optional<Conflict> own(DocumentState current) {
        return fails(current) ? Optional.of(new Conflict(Cause.PRECONDITION, this, current)) : Optional.empty();
    }

    private boolean fails(DocumentState current) {
        return (ifMatch != null && !ifMatch.match(current)) || (ifNoneMatch != null && ifNoneMatch.match(current));
    }

    @Override
    public long nextVersion(DocumentState current) {
        return further.nextVersion(current);
    }

    @Override
    public boolean makesIndex() {
        return further.makesIndex();
    }

    @Override
    public boolean creates() {
        return further.creates();
    }

    /** Returns the sentence of a 412. */
    public String failure(DocumentState current) {
        String word = ifMatch != null && !ifMatch.match(current) ? "If-Match" : "If-None-Match";
        return "precondition [" + word + "] failed. "
                + (current.live()
                        ? "current document has seqNo [" + current.seqNo() + "] and primary term ["
                                + current.primaryTerm() + "]"
                        : "no document was found");
    }
}
