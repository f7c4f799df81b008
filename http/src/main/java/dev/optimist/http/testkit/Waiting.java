package dev.optimist.http.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Faults of one kind that have not happened yet, in the order in which they were asked for; for any thread. */
final class Waiting<F> {
    private final List<F> faults = new ArrayList<>();

    synchronized void add(F fault, int times) {
        for (int time = 0; time < times; time++) {
            faults.add(fault);
        }
    }

    /** Takes the first one that fits. */
    synchronized Optional<F> take(Predicate<F> fits) {
        for (Iterator<F> each = faults.iterator(); each.hasNext(); ) {
            F fault = each.next();
            if (fits.test(fault)) {
                each.remove();
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    synchronized Stream<F> takeAll() {
        List<F> taken = List.copyOf(faults);
        faults.clear();
        return taken.stream();
    }

    synchronized boolean isEmpty() {
        return faults.isEmpty();
    }

    synchronized void clear() {
        faults.clear();
    }

    synchronized Stream<F> all() {
        return List.copyOf(faults).stream();
    }
}
