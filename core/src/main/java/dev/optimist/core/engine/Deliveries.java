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
        byHome.forEach((home, deliveries) -> deliver(home, () -> deliveries.forEach(Runnable::run)));
    }

    /** An executor that is shut down has nobody left who waits; the signal is given all the same, right here. */
    static void deliver(Executor home, Runnable delivery) {
        try {
            home.execute(delivery);
        } catch (RejectedExecutionException e) {
            delivery.run();
        }
    }
}
