package dev.optimist.core.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The signals of one settled batch, gathered so that each executor is woken once. Confined to the commit loop. */
final class Deliveries {
    private final IdentityHashMap<Executor, List<Runnable>> byHome = new IdentityHashMap<>();

    void add(Executor home, Runnable delivery) {
        byHome.computeIfAbsent(home, unused -> new ArrayList<>()).add(delivery);
    }

    /** Hands every signal to its executor, in the order they were added. */
    void flush() {
        byHome.forEach(Deliveries::deliver);
    }

    /** An executor that is shut down has nobody left who waits; its signals are given all the same, right here. */
    private static void deliver(Executor home, List<Runnable> deliveries) {
        Runnable all = () -> deliveries.forEach(Runnable::run);
        try {
            home.execute(all);
        } catch (RejectedExecutionException e) {
            all.run();
        }
    }
}
