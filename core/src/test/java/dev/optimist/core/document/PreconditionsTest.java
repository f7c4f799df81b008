package dev.optimist.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreconditionsTest {
    private static final Document CURRENT = new Document(3, 5, 1, null, Source.of("{}"));
    private static final DocumentState TOMBSTONE = Tombstone.draft(4, 0).at(6, 1);
    private static final EntityTags FIVE = EntityTags.of(List.of(new Revision(4, 1), new Revision(5, 1)));
    private static final EntityTags FOUR = EntityTags.of(List.of(new Revision(4, 1), new Revision(5, 2)));

    private static Optional<Cause> cause(WriteCondition condition, DocumentState state) {
        return condition.check(state).map(Conflict::cause);
    }

    @Test
    void ifMatch_namesTheState_holds() {
        WriteCondition condition = new Preconditions(FIVE, null, WriteCondition.none());

        assertThat(cause(condition, CURRENT)).as("one of the list").isEmpty();
        assertThat(cause(condition, TOMBSTONE)).as("a tombstone never matches").contains(Cause.PRECONDITION);
        assertThat(cause(condition, Absent.ABSENT)).as("nor does nothing").contains(Cause.PRECONDITION);
    }

    @Test
    void ifMatch_namesOthers_fails() {
        WriteCondition condition = new Preconditions(FOUR, null, WriteCondition.none());

        assertThat(condition.check(CURRENT).map(Conflict::reason))
                .as("the sentence of the 412")
                .contains("precondition [If-Match] failed. current document has seqNo [5] and primary term [1]");
    }

    @Test
    void ifNoneMatch_star_holdsWhereNothingIs() {
        WriteCondition condition = new Preconditions(null, EntityTags.ANY, WriteCondition.none());

        assertThat(cause(condition, CURRENT)).as("a document").contains(Cause.PRECONDITION);
        assertThat(cause(condition, TOMBSTONE)).as("a deleted one").isEmpty();
        assertThat(cause(condition, Absent.ABSENT)).as("none").isEmpty();
    }

    @Test
    void further_failsToo_comesSecond() {
        WriteCondition stale = new IfSeqNo(4, 1);

        assertThat(cause(new Preconditions(FOUR, null, stale), CURRENT)).contains(Cause.PRECONDITION);
        assertThat(cause(new Preconditions(FIVE, null, stale), CURRENT)).contains(Cause.SEQ_NO);
    }

    @Test
    void further_externalVersion_givesTheVersion() {
        WriteCondition condition = new Preconditions(FIVE, null, new External(20));

        assertThat(condition.nextVersion(CURRENT))
                .as("the version of the request")
                .isEqualTo(20);
        assertThat(condition.makesIndex()).as("as an external version does").isTrue();
    }

    @Test
    void update_ofNothing_isAskedOnlyWhatHeadersAsk() {
        WriteCondition stale = new IfSeqNo(4, 1);

        assertThat(new Preconditions(null, EntityTags.ANY, stale).checkUpdate(Absent.ABSENT))
                .as("a missing document has its own answer")
                .isEmpty();
        assertThat(new Preconditions(EntityTags.ANY, null, stale).checkUpdate(Absent.ABSENT))
                .as("but must not be made")
                .isPresent();
    }
}
