package dev.optimist.core.history;

import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.observe.OperationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges a history by the rules of {@link Rule}.
 *
 * <p>(primary_term, seq_no) and {@code _version} give the order of all writes on a document, so nothing is searched
 * for: the check takes O(n log n). It is complete where every write's outcome is known; an unknown write may have
 * happened wherever that is possible.
 *
 * <p>The history must hold every operation on its indices from their creation, {@code index.gc_deletes} must be
 * longer than the history, and no index may be deleted meanwhile.
 */
public final class HistoryChecker {
    private final List<Operation> operations;
    private final Restarts restarts;
    private final Map<String, Operation> operationByNonce;

    public HistoryChecker(History history) {
        this.operations = history.operations().stream()
                .sorted(Comparator.comparingLong(Operation::startNanos))
                .toList();
        this.restarts = history.restarts();
        this.operationByNonce = byNonce(operations);
    }

    /** Returns the broken rules, empty for a correct history; of very many only the first. */
    public List<Violation> violations() {
        Findings findings = new Findings();
        RevisionRegistry registry = new RevisionRegistry(restarts, findings);
        operations.forEach(registry::add);
        Set<String> unknown = new HashSet<>();
        groups(Operation::document).values().forEach(group -> unknown.addAll(checkDocument(group, findings)));
        groups(HistoryChecker::shard).values().forEach(group -> checkShard(group, unknown, findings));
        return findings.violations();
    }

    /**
     * Checks a document that every acknowledged update has raised by one.
     *
     * @param value what the counter is in the end
     */
    public Optional<Violation> conservation(DocumentKey document, long value) {
        List<Operation> updates = operations.stream()
                .filter(operation -> operation.document().equals(document) && operation.kind() == OperationKind.UPDATE)
                .toList();
        long acknowledged = updates.stream()
                .filter(update -> update.answer() instanceof Written)
                .count();
        long unknown = updates.stream().filter(Operation::isUnknownWrite).count();
        if (value >= acknowledged && value <= acknowledged + unknown) {
            return Optional.empty();
        }
        String reason = "%s counts %d after %d acknowledged and %d unknown increments"
                .formatted(document, value, acknowledged, unknown);
        return Optional.of(new Violation(Rule.CONSERVATION, reason, List.of()));
    }

    private static Map<String, Operation> byNonce(List<Operation> operations) {
        Map<String, Operation> byNonce = new HashMap<>();
        for (Operation operation : operations) {
            if (byNonce.put(operation.nonce(), operation) != null) {
                throw new IllegalArgumentException("two operations are called " + operation.nonce());
            }
        }
        return byNonce;
    }

    private <K> Map<K, List<Operation>> groups(Function<Operation, K> key) {
        return operations.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private static DocumentKey shard(Operation operation) {
        DocumentKey document = operation.document();
        return document.shard() == DocumentKey.UNKNOWN_SHARD
                ? document
                : new DocumentKey(document.index(), document.shard(), "");
    }

    /** Checks one document and returns the unknown writes that no read has found. */
    private Set<String> checkDocument(List<Operation> group, Findings findings) {
        ChainReader reader = new ChainReader(operationByNonce, findings);
        VersionChain chain = reader.read(group);
        List<Operation> unknown = group.stream()
                .filter(operation ->
                        operation.isUnknownWrite() && !reader.found().containsKey(operation))
                .toList();
        VersionGaps gaps = new VersionGaps(chain, unknown, reader.newest(), restarts);
        gaps.check(findings);
        new RealTimeSweep(chain, gaps.absences(restarts), unknown, restarts, findings).check(group, reader.found());
        return unknown.stream().map(Operation::nonce).collect(Collectors.toSet());
    }

    private void checkShard(List<Operation> group, Set<String> unknown, Findings findings) {
        if (group.get(0).document().shard() == DocumentKey.UNKNOWN_SHARD) {
            return;
        }
        List<Operation> open = new ArrayList<>(group);
        open.removeIf(operation -> !unknown.contains(operation.nonce()));
        new ShardCheck(group, restarts, findings).check(open);
    }
}
