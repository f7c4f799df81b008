package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Missing;
import dev.optimist.core.history.Answer.Unchanged;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.observe.OperationKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The naive store: maps, one operation after another, and at most one planted bug. */
final class SimulatedStore {
    /** The state of a document; version 0 before any write. */
    record State(long version, Revision revision, String nonce, boolean live) {
        static final State NONE = new State(0, Revision.UNASSIGNED, "", false);
    }

    /** Makes the bug rare enough to leave most of the history sound. */
    private static final int BUG_ONE_IN = 6;

    private final Random random;
    private final @Nullable PlantedBug bug;
    private Map<DocumentKey, State> current = new HashMap<>();
    private Map<DocumentKey, State> durable = new HashMap<>();
    private Map<DocumentKey, State> lost = new HashMap<>();
    private final Map<DocumentKey, State> previous = new HashMap<>();
    private Map<Integer, Long> seqNos = new HashMap<>();
    private Map<Integer, Long> durableSeqNos = new HashMap<>();
    private long term = 1;

    SimulatedStore(Random random, @Nullable PlantedBug bug) {
        this.random = random;
        this.bug = bug;
    }

    State state(DocumentKey document) {
        return current.getOrDefault(document, State.NONE);
    }

    /** Does an operation at once; an update does what it does on top of {@code read}. */
    Answer apply(Invocation invocation, State read) {
        return switch (invocation.kind()) {
            case GET -> get(invocation.document());
            case UPDATE -> update(invocation, read);
            case CREATE -> create(invocation);
            case INDEX, DELETE -> replace(invocation);
        };
    }

    /** Returns whether an answer may be given before the state that it depends on is durable. */
    boolean answersEarly(Answer answer) {
        if (answer instanceof Conflicted) {
            return bug == PlantedBug.CONFLICT_BEFORE_SYNC;
        }
        return answer instanceof Written
                ? bug == PlantedBug.ACKNOWLEDGED_BEFORE_SYNC
                : bug == PlantedBug.READ_BEFORE_SYNC;
    }

    void sync() {
        durable = new HashMap<>(current);
        durableSeqNos = new HashMap<>(seqNos);
    }

    void crash() {
        Map<DocumentKey, State> vanished = new HashMap<>(current);
        vanished.entrySet().removeAll(durable.entrySet());
        current = new HashMap<>(durable);
        seqNos = new HashMap<>(durableSeqNos);
        term += bug == PlantedBug.TERM_KEPT || bug == PlantedBug.REVISIONS_REUSED ? 0 : 1;
        if (bug == PlantedBug.REVISIONS_REUSED || bug == PlantedBug.SEQ_NO_SET_BACK) {
            seqNos.replaceAll((shard, next) -> Math.max(0, next - 3));
        }
        if (bug == PlantedBug.TOMBSTONES_LOST_IN_CRASH) {
            current.values().removeIf(state -> !state.live());
        }
        if (bug == PlantedBug.BACK_AFTER_SECOND_CRASH) {
            lost.forEach((document, state) -> {
                if (state.version() == state(document).version() + 1) {
                    current.put(document, state);
                }
            });
        }
        lost = vanished;
    }

    private Answer get(DocumentKey document) {
        State state = state(document);
        State before = previous.getOrDefault(document, State.NONE);
        if (happens(PlantedBug.STALE_READ) && before.live()) {
            return new Found(before.version(), before.revision(), before.nonce());
        }
        if (!state.live() || happens(PlantedBug.STALE_ABSENCE)) {
            return new Missing();
        }
        boolean mixed = before.live() && happens(PlantedBug.CONTENT_OF_ANOTHER_VERSION);
        return new Found(state.version(), state.revision(), mixed ? before.nonce() : state.nonce());
    }

    private Answer update(Invocation invocation, State read) {
        State state = state(invocation.document());
        if (!read.live()) {
            return new Missing();
        }
        if (!state.equals(read) || happens(PlantedBug.RACE_LOST_AGAINST_NOBODY)) {
            return conflict(state);
        }
        return random.nextInt(10) == 0 ? new Unchanged(state.version(), state.revision()) : write(invocation);
    }

    private Answer create(Invocation invocation) {
        State state = state(invocation.document());
        boolean tombstone = state.version() > 0 && !state.live();
        if ((state.live() && !happens(PlantedBug.CREATED_OVER_DOCUMENT))
                || (tombstone && happens(PlantedBug.CREATE_REFUSED_OVER_TOMBSTONE))) {
            return new Conflicted(Sighting.ofVersion(state.version()));
        }
        return write(invocation);
    }

    private Answer replace(Invocation invocation) {
        State state = state(invocation.document());
        if (invocation.base() == null) {
            return write(invocation);
        }
        boolean holds = state.live() && invocation.base().equals(state.revision());
        if (holds ? happens(PlantedBug.CONFLICT_WITHOUT_CAUSE) : !happens(PlantedBug.LOST_RACE_IGNORED)) {
            if (happens(PlantedBug.REFUSED_BUT_APPLIED)) {
                write(invocation);
            }
            return conflict(state);
        }
        return write(invocation);
    }

    private static Answer conflict(State state) {
        return new Conflicted(state.live() ? Sighting.ofRevision(state.revision()) : Sighting.ABSENT);
    }

    private Written write(Invocation invocation) {
        DocumentKey document = invocation.document();
        State before = state(document);
        if (happens(PlantedBug.APPLIED_TWICE)) {
            before = next(invocation, before);
        }
        State next = next(invocation, before);
        previous.put(document, before);
        boolean delete = invocation.kind() == OperationKind.DELETE;
        if (delete && happens(PlantedBug.TOMBSTONE_DROPPED)) {
            current.remove(document);
        } else if (!delete || !happens(PlantedBug.DELETE_NOT_DONE)) {
            current.put(document, next);
        }
        return new Written(next.version(), next.revision());
    }

    private State next(Invocation invocation, State before) {
        int step = happens(PlantedBug.VERSION_SKIPPED) ? 2 : happens(PlantedBug.VERSION_REPEATED) ? 0 : 1;
        boolean live = invocation.kind() != OperationKind.DELETE;
        Revision revision = new Revision(nextSeqNo(invocation.document().shard()), term);
        return new State(before.version() + step, revision, invocation.nonce(), live);
    }

    private long nextSeqNo(int shard) {
        long next = seqNos.getOrDefault(shard, 0L) + (happens(PlantedBug.SEQ_NO_SKIPPED) ? 1 : 0);
        seqNos.put(shard, happens(PlantedBug.SEQ_NO_SHARED) ? next : next + 1);
        return next;
    }

    private boolean happens(PlantedBug planted) {
        return bug == planted && random.nextInt(BUG_ONE_IN) == 0;
    }
}
