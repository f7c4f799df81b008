package dev.optimist.http.cli;

import dev.optimist.http.api.HotDocuments;
import dev.optimist.metrics.contention.ContendedDocument;
import dev.optimist.metrics.contention.Contention;
import java.time.Duration;
import java.util.List;

/** Shows what the meters' observer has counted of hot documents. */
record CountedContention(Contention contention) implements HotDocuments {
    @Override
    public List<HotDocument> documents(Duration window) {
        return contention.documents(window).stream()
                .map(CountedContention::shown)
                .toList();
    }

    private static HotDocument shown(ContendedDocument document) {
        return new HotDocument(
                document.index(),
                document.id(),
                document.conflicts(),
                document.overestimate(),
                document.recentConflicts(),
                document.attempts(),
                document.successes(),
                document.lastWriter());
    }

    @Override
    public Duration windowMax() {
        return Contention.WINDOW_MAX;
    }

    @Override
    public void reset() {
        contention.reset();
    }
}
