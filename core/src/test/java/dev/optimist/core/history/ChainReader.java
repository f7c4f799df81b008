package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.Slot.Life;
import dev.optimist.core.observe.OperationKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Reads the version chain of one document out of its operations: rules chain, version and provenance. */
final class ChainReader {
    private final Map<String, Operation> operationByNonce;
    private final Findings findings;
    private final VersionChain chain;
    private final LooseRevisions loose;
    private final Map<Operation, Slot> found = new HashMap<>();

    ChainReader(Map<String, Operation> operationByNonce, Findings findings) {
        this.operationByNonce = operationByNonce;
        this.findings = findings;
        this.chain = new VersionChain(findings);
        this.loose = new LooseRevisions(chain, findings);
    }

    VersionChain read(List<Operation> operations) {
        operations.forEach(this::learnWrite);
        operations.forEach(this::learnRead);
        checkConditions(operations);
        loose.place(operations);
        chain.settle();
        return chain;
    }

    /** Returns the unknown writes that a read has found to have happened, and which version each made. */
    Map<Operation, Slot> found() {
        return found;
    }

    /** Returns the revisions newer than every known version that conflicts told of. */
    NavigableMap<Revision, Operation> newest() {
        return loose.newest();
    }

    private void learnWrite(Operation operation) {
        Written written = operation.written();
        if (written == null) {
            return;
        }
        if (written.version() < 1) {
            findings.add(Rule.VERSION, "versions start at 1", operation);
        }
        Life life = Life.of(operation.kind() != OperationKind.DELETE);
        Slot slot = chain.learn(written.version(), written.revision(), life, operation);
        if (slot.writer == null) {
            slot.writer = operation;
        } else {
            findings.add(Rule.VERSION, "two writes made version " + slot.version, slot.writer, operation);
        }
    }

    private void learnRead(Operation operation) {
        Sighting sighting = operation.sighting();
        if (operation.written() != null || sighting == null || !sighting.tellsVersion()) {
            return;
        }
        Slot slot = chain.learn(sighting.version(), sighting.revision(), Life.of(sighting.live()), operation);
        if (operation.answer() instanceof Found found) {
            trace(operation, found, slot);
        }
    }

    private void trace(Operation read, Found content, Slot slot) {
        Operation writer = operationByNonce.get(content.nonce());
        if (writer == null || !mayBeRead(read, writer)) {
            findings.add(Rule.PROVENANCE, slot + " has content that nobody wrote before", read, writer);
            return;
        }
        Written written = writer.written();
        if (written != null && !written.revision().equals(content.revision())) {
            boolean again = slot.writer == null;
            Rule rule = again ? Rule.VERSION : Rule.PROVENANCE;
            String reason = again ? " was written once more by an earlier write" : " has the content of another";
            findings.add(rule, slot + reason, read, writer, slot.writer);
        } else if (written == null) {
            settleUnknown(read, writer, slot);
        }
    }

    private static boolean mayBeRead(Operation read, Operation writer) {
        boolean happened = writer.written() != null || writer.isUnknownWrite();
        return happened
                && writer.kind() != OperationKind.DELETE
                && writer.document().equals(read.document())
                && writer.startNanos() <= read.endNanos();
    }

    private void settleUnknown(Operation read, Operation writer, Slot slot) {
        boolean first = found.putIfAbsent(writer, slot) == null;
        if (slot.writer == null && first) {
            slot.writer = writer;
        } else if (slot.writer == null) {
            findings.add(Rule.VERSION, slot + " was written once more by an earlier write", read, writer);
        } else if (!slot.writer.equals(writer)) {
            findings.add(Rule.PROVENANCE, slot + " has the content of another", read, writer, slot.writer);
        }
    }

    private void checkConditions(List<Operation> operations) {
        Map<Revision, Operation> successors = new HashMap<>();
        for (Operation operation : operations) {
            Written written = operation.written();
            if (written == null) {
                continue;
            }
            if (operation.base() != null) {
                Operation other = successors.putIfAbsent(operation.base(), operation);
                if (other != null) {
                    findings.add(
                            Rule.CHAIN, "a lost update: two writes succeeded " + operation.base(), other, operation);
                }
                checkBase(operation, operation.base(), written.version() - 1);
            } else if (operation.kind() == OperationKind.CREATE) {
                checkCreate(operation, chain.at(written.version() - 1));
            }
        }
    }

    private void checkBase(Operation operation, Revision base, long baseVersion) {
        Slot previous = chain.at(baseVersion);
        Slot known = chain.at(base);
        boolean elsewhere = known != null && !known.equals(previous);
        boolean replaced = previous != null && previous.revision != null && !base.equals(previous.revision);
        if (baseVersion < 1 || elsewhere || replaced) {
            String reason = "version %d does not succeed its base %s".formatted(baseVersion + 1, base);
            findings.add(Rule.CHAIN, reason, operation, previous == null ? null : previous.witness);
        } else if (previous != null && previous.life == Life.GONE) {
            findings.add(Rule.CHAIN, "a condition held on a tombstone", operation, previous.witness);
        } else {
            chain.learn(baseVersion, base, Life.LIVE, operation);
        }
    }

    private void checkCreate(Operation create, @Nullable Slot previous) {
        if (previous != null && previous.life == Life.LIVE) {
            findings.add(Rule.CHAIN, "created over a live document", create, previous.witness);
        }
    }
}
