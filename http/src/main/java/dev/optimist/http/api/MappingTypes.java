package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The mapping types of versions up to 7: an index has one, named by its mapping or its first typed write;
 * {@code _doc} stands for it always.
 */
final class MappingTypes {
    static final String DOC = "_doc";

    /** Stands for whatever type the documents of an index have, where they are read. */
    private static final String ANY = "_all";

    /** Where an index keeps the name of its type; never shown. */
    static final String SETTING = "index.private.mapping_type";

    private final DocumentService service;

    MappingTypes(DocumentService service) {
        this.service = service;
    }

    /** Completes when documents of the type may be written to the index; makes the index where it is missing. */
    Mono<Void> use(String index, String type) {
        if (type.equals(DOC)) {
            return Mono.empty();
        }
        return service.ensureIndex(index, /* requireAlias= */ false).flatMap(found -> use(found, type));
    }

    /** Returns whether documents of the index are found under the type. */
    boolean has(String index, String type) {
        return type.equals(DOC)
                || type.equals(ANY)
                || service.indices()
                        .find(index)
                        .map(found -> type(found).equals(type))
                        .orElse(true);
    }

    /** Returns the type that documents of an index are shown with, which were asked for by a type. */
    String shownBy(String index, String asked) {
        return asked.equals(ANY) ? shownBy(index) : asked;
    }

    /** Returns the name of the type that an index shows. */
    String shownBy(String index) {
        return service.indices().find(index).map(MappingTypes::type).orElse(DOC);
    }

    private Mono<Void> use(IndexMetadata index, String type) {
        if (!isNamed(index) && untouched(index)) {
            return service.indices().update(index.name(), name(type)).then();
        }
        return type(index).equals(type)
                ? Mono.empty()
                : Mono.error(RequestException.illegalArgument(
                        "Invalid type: expecting [" + type(index) + "] but got [" + type + "]"));
    }

    private boolean untouched(IndexMetadata index) {
        return service.indices().statistics(index.name()).shards().stream().allMatch(shard -> shard.maxSeqNo() < 0);
    }

    /** Returns whether the type of an index has a name of its own. */
    static boolean isNamed(IndexMetadata index) {
        return index.settings().containsKey(SETTING);
    }

    /** Returns the type of the documents of an index. */
    static String type(IndexMetadata index) {
        return index.settings().getOrDefault(SETTING, DOC);
    }

    private static UnaryOperator<IndexMetadata> name(String type) {
        return index -> {
            Map<String, String> settings = new LinkedHashMap<>(index.settings());
            settings.putIfAbsent(SETTING, type);
            return index.withSettings(Map.copyOf(settings));
        };
    }
}
