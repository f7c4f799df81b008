package dev.optimist.core.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a document must be like to be found. A field matches where any of its values does. */
public sealed interface Query {
    boolean matches(Candidate candidate);

    /** Returns the only ids that can match, where the query names them: then nothing else needs to be read. */
    default Optional<Set<String>> ids() {
        return Optional.empty();
    }

    /** Returns a query for what both this one and another one match. */
    default Query and(Query other) {
        return other == All.ALL ? this : new Bool(List.of(this, other), List.of(), List.of(), 0);
    }

    /** Matches every document. */
    enum All implements Query {
        ALL;

        @Override
        public boolean matches(Candidate candidate) {
            return true;
        }

        @Override
        public Query and(Query other) {
            return other;
        }
    }

    /** Matches no document. */
    enum None implements Query {
        NONE;

        @Override
        public boolean matches(Candidate candidate) {
            return false;
        }

        @Override
        public Optional<Set<String>> ids() {
            return Optional.of(Set.of());
        }
    }

    /** Matches documents with one of these ids. */
    record Ids(Set<String> values) implements Query {
        @Override
        public boolean matches(Candidate candidate) {
            return values.contains(candidate.id());
        }

        @Override
        public Optional<Set<String>> ids() {
            return Optional.of(values);
        }
    }

    /** Matches documents whose field equals one of the terms. */
    record Terms(String field, TermSet terms) implements Query {
        @Override
        public boolean matches(Candidate candidate) {
            return candidate.values(field).stream().anyMatch(terms::contains);
        }

        @Override
        public Optional<Set<String>> ids() {
            return field.equals("_id") && !terms.foldsCase() ? Optional.of(terms.texts()) : Optional.empty();
        }
    }

    /** Matches documents with a value of the field within all of the bounds. */
    record Range(String field, List<Bound> bounds) implements Query {
        @Override
        public boolean matches(Candidate candidate) {
            return candidate.values(field).stream()
                    .anyMatch(value -> bounds.stream().allMatch(bound -> bound.admits(value)));
        }
    }

    /** Matches documents where the field has a value. */
    record Exists(String field) implements Query {
        @Override
        public boolean matches(Candidate candidate) {
            return candidate.has(field);
        }
    }

    /**
     * Matches what all of some, none of others, and enough of further queries match.
     *
     * @param must what {@code must} and {@code filter} hold: there are no scores to tell them apart
     * @param minimumShould how many of {@code should} have to match
     */
    record Bool(List<Query> must, List<Query> should, List<Query> mustNot, int minimumShould) implements Query {
        @Override
        public boolean matches(Candidate candidate) {
            return must.stream().allMatch(query -> query.matches(candidate))
                    && mustNot.stream().noneMatch(query -> query.matches(candidate))
                    && enough(candidate);
        }

        private boolean enough(Candidate candidate) {
            return minimumShould <= 0
                    || should.stream()
                                    .filter(query -> query.matches(candidate))
                                    .limit(minimumShould)
                                    .count()
                            == minimumShould;
        }

        @Override
        public Optional<Set<String>> ids() {
            boolean onlyShould = should.size() == 1 && minimumShould == 1;
            return Stream.concat(must.stream(), onlyShould ? should.stream() : Stream.empty())
                    .flatMap(query -> query.ids().stream())
                    .findFirst();
        }
    }
}
