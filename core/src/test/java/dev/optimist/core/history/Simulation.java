package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.SimulatedStore.State;
import dev.optimist.core.observe.OperationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Clients that work on a {@link SimulatedStore} in virtual time: operations overlap, connections are cut while the
 * server goes on, and the server crashes. One seed, one history.
 */
final class Simulation {
    private static final int CLIENTS = 6;
    private static final int DOCUMENTS = 5;
    private static final OperationKind[] KINDS = OperationKind.values();

    /** An operation on its way. A client that gave up leaves it behind, and the server may still do it. */
    private static final class Flight {
        final Invocation invocation;
        final long startNanos;
        boolean abandoned;

        @Nullable
        State read;

        @Nullable
        Answer answer;

        boolean released;

        Flight(Invocation invocation, long startNanos) {
            this.invocation = invocation;
            this.startNanos = startNanos;
        }
    }

    private final History history = new History(100_000);
    private final Map<DocumentKey, Revision> seen = new HashMap<>();
    private final List<Flight> flights = new ArrayList<>();
    private final Random random;
    private final SimulatedStore store;
    private long now;

    private Simulation(long seed, @Nullable PlantedBug bug) {
        this.random = new Random(seed);
        this.store = new SimulatedStore(random, bug);
    }

    static History run(long seed, int steps, @Nullable PlantedBug bug) {
        Simulation simulation = new Simulation(seed, bug);
        while (simulation.now < steps) {
            simulation.now++;
            simulation.step();
        }
        simulation.giveUpAll();
        return simulation.history;
    }

    private void step() {
        int dice = random.nextInt(1000);
        if (dice < 350) {
            send();
        } else if (dice < 650) {
            random(flights).ifPresent(this::work);
        } else if (dice < 750) {
            sync();
        } else if (dice < 980) {
            random(flights)
                    .filter(flight -> flight.released && !flight.abandoned)
                    .ifPresent(this::deliver);
        } else if (dice < 995) {
            random(flights).filter(flight -> !flight.abandoned).ifPresent(this::giveUp);
        } else {
            crash();
        }
    }

    private Optional<Flight> random(List<Flight> from) {
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
    }

    private void send() {
        if (flights.stream().filter(flight -> !flight.abandoned).count() < CLIENTS) {
            int number = random.nextInt(DOCUMENTS);
            DocumentKey document = new DocumentKey("simulated", number % 2, Integer.toString(number));
            OperationKind kind = KINDS[random.nextInt(KINDS.length)];
            boolean conditional = kind == OperationKind.INDEX || kind == OperationKind.DELETE;
            Revision base = conditional && random.nextInt(3) > 0 ? seen.get(document) : null;
            flights.add(new Flight(new Invocation("op" + now, kind, document, base), now));
        }
    }

    private void work(Flight flight) {
        if (flight.answer != null) {
            return;
        }
        if (flight.read == null && flight.invocation.kind() == OperationKind.UPDATE) {
            flight.read = store.state(flight.invocation.document());
            return;
        }
        flight.answer = store.apply(flight.invocation, flight.read == null ? State.NONE : flight.read);
        flight.released = store.answersEarly(flight.answer);
    }

    private void sync() {
        store.sync();
        flights.forEach(flight -> flight.released |= flight.answer != null);
        flights.removeIf(flight -> flight.abandoned && flight.released);
    }

    private void deliver(Flight flight) {
        if (flight.answer == null) {
            return;
        }
        flights.remove(flight);
        remember(flight.invocation.document(), flight.answer);
        history.record(new Operation(flight.invocation, flight.startNanos, now, flight.answer));
    }

    private void remember(DocumentKey document, Answer answer) {
        if (answer instanceof Found found) {
            seen.put(document, found.revision());
        } else if (answer instanceof Written written) {
            seen.put(document, written.revision());
        } else if (answer instanceof Conflicted conflicted && conflicted.current() != null) {
            Revision revision = conflicted.current().revision();
            if (revision != null) {
                seen.put(document, revision);
            }
        }
    }

    private void giveUp(Flight flight) {
        flight.abandoned = true;
        history.record(new Operation(flight.invocation, flight.startNanos, now, new Unknown("cut")));
    }

    private void giveUpAll() {
        flights.stream().filter(flight -> !flight.abandoned).forEach(this::giveUp);
        flights.clear();
    }

    private void crash() {
        giveUpAll();
        store.crash();
        now++;
        history.recordRestart(now);
    }
}
