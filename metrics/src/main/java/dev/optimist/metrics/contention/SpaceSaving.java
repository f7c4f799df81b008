package dev.optimist.metrics.contention;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The documents with the most conflicts, in a fixed number of places: a newcomer takes the place of the least and goes on
 * from its count (Space-Saving; A. Metwally, D. Agrawal, A. El Abbadi, Efficient Computation of Frequent and Top-k
 * Elements in Data Streams, 2005). So a document with more than {@code conflicts / places} of all conflicts has a place.
 *
 * <p><b>Concurrency</b>: who has a place is counted without a lock. Places are given and taken one at a time, under the
 * lock of this object; it is held while one looks at all places, of which there are few.
 */
final class SpaceSaving {
    private final int placesMax;
    private final Consumer<DocumentName> given;
    private final Consumer<DocumentName> taken;
    private final ConcurrentMap<DocumentName, Place> places = new ConcurrentHashMap<>();

    /**
     * Makes an empty sketch.
     *
     * @param given is told who gets a place, before
     * @param taken is told who loses a place, afterwards
     */
    SpaceSaving(int placesMax, Consumer<DocumentName> given, Consumer<DocumentName> taken) {
        this.placesMax = placesMax;
        this.given = given;
        this.taken = taken;
    }

    /** Counts a conflict. */
    void conflict(DocumentName document, long second) {
        Place place = places.get(document);
        while (place == null || !place.conflict(second)) {
            place = admit(document);
        }
    }

    /** Counts a success of a document that has a place; others are not of interest. */
    void success(DocumentName document, @Nullable String writer) {
        Place place = places.get(document);
        if (place != null) {
            place.success(writer);
        }
    }

    private synchronized Place admit(DocumentName document) {
        @Nullable Place own = places.get(document);
        if (own != null) {
            return own;
        }
        Place made = new Place(document, places.size() < placesMax ? 0 : giveUp(least()));
        given.accept(document);
        places.put(document, made);
        return made;
    }

    private Place least() {
        return places.values().stream()
                .min(Comparator.comparingLong(Place::counted))
                .orElseThrow();
    }

    private long giveUp(Place place) {
        long counted = place.giveUp();
        places.remove(place.document());
        taken.accept(place.document());
        return counted;
    }

    /** Forgets documents, and what was counted of them. */
    synchronized void forget(Predicate<DocumentName> documents) {
        places.values().stream()
                .filter(place -> documents.test(place.document()))
                .forEach(this::giveUp);
    }

    Collection<Place> places() {
        return places.values();
    }
}
