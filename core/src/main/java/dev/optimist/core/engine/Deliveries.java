package dev.optimist.core.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;

/** The signals of one settled batch, gathered so that each executor is woken once. Confined to the commit loop. */
final class Deliveries {
    private final IdentityHashMap<Executor, List<Runnable>> byHome = new IdentityHashMap<>();

    void add(Executor home, Runnable delivery) {
        byHome.computeIfAbsent(home, unused -> new ArrayList<>()).add(delivery);
    }

    /** Hands every signal to its executor, in the order they were added. */
    void flush() {
        byHome.forEach((home, deliveries) -> home.execute(() -> deliveries.forEach(Runnable::run)));
    }
}
