package dev.optimist.http.testkit;

import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.Proposal;

/** Lets another writer be first, wherever the faults say so. */
record ContestedObserver(Faults faults) implements EngineObserver {
    @Override
    public void attempted(String index, String id, Proposal proposal) {
        faults.contest(index, id, proposal);
    }
}
