package dev.optimist.core.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntPredicate;

/**
 * Matches unknown writes to vacancies, each to at most one number. The vacancies that a write may fill are neighbours,
 * so taking the write that must be placed soonest first finds a full matching if there is one, in O(n log n).
 */
final class Vacancies {
    /** An unknown write, and the range of vacancies (positions, both inclusive) that it may fill. */
    record Filler(Operation operation, int first, int last) {}

    private final List<Vacancy> vacancies;
    private final Restarts restarts;

    /** Takes vacancies in order; their times rise along. */
    Vacancies(List<Vacancy> vacancies, Restarts restarts) {
        this.vacancies = vacancies;
        this.restarts = restarts;
    }

    /** Returns where an unknown write may have happened: after it was sent, while the server that got it lived. */
    Filler filler(Operation operation) {
        long death = restarts.deathAfter(operation.startNanos());
        return new Filler(operation, firstCertainFrom(operation.startNanos()), lastPossibleBy(death));
    }

    /** Returns the position of the vacancy that holds a number, -1 for none. */
    int positionOf(long number) {
        int position = lowest(index -> vacancies.get(index).first() > number) - 1;
        boolean within = position >= 0
                && number - vacancies.get(position).first()
                        < vacancies.get(position).count();
        return within ? position : -1;
    }

    /** Returns the vacancies for which there are too few writes. */
    List<Vacancy> unfilled(List<Filler> fillers) {
        Queue<Filler> waiting = new ArrayDeque<>(byFirst(fillers));
        PriorityQueue<Filler> open = new PriorityQueue<>(Comparator.comparingInt(Filler::last));
        List<Vacancy> unfilled = new ArrayList<>();
        for (int position = 0; position < vacancies.size(); position++) {
            open(waiting, open, position);
            if (!fill(vacancies.get(position), position, open)) {
                unfilled.add(vacancies.get(position));
            }
        }
        return unfilled;
    }

    /** Returns, for each vacancy, the earliest start of the writes that may fill it; MAX_VALUE where none may. */
    long[] earliestStarts(List<Filler> fillers) {
        Queue<Filler> waiting = new ArrayDeque<>(byFirst(fillers));
        PriorityQueue<Filler> open = new PriorityQueue<>(
                Comparator.comparingLong(filler -> filler.operation().startNanos()));
        long[] starts = new long[vacancies.size()];
        for (int position = 0; position < starts.length; position++) {
            open(waiting, open, position);
            while (!open.isEmpty() && open.element().last() < position) {
                open.remove();
            }
            starts[position] =
                    open.isEmpty() ? Long.MAX_VALUE : open.element().operation().startNanos();
        }
        return starts;
    }

    private static List<Filler> byFirst(List<Filler> fillers) {
        return fillers.stream().sorted(Comparator.comparingInt(Filler::first)).toList();
    }

    private static void open(Queue<Filler> waiting, Queue<Filler> open, int position) {
        while (!waiting.isEmpty() && waiting.element().first() <= position) {
            open.add(waiting.remove());
        }
    }

    private static boolean fill(Vacancy vacancy, int position, Queue<Filler> open) {
        long missing = vacancy.count();
        while (missing > 0 && !open.isEmpty()) {
            missing -= open.remove().last() < position ? 0 : 1;
        }
        return missing == 0;
    }

    private int firstCertainFrom(long moment) {
        return lowest(index -> vacancies.get(index).certainByNanos() >= moment);
    }

    private int lastPossibleBy(long moment) {
        return lowest(index -> vacancies.get(index).possibleFromNanos() > moment) - 1;
    }

    private int lowest(IntPredicate reached) {
        int low = 0;
        int high = vacancies.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (reached.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
