package dev.optimist.core.index;

import dev.optimist.core.document.Source;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.source.SourceField;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The join field of a mapping: its children live on the shard of their parents, so they need a routing.
 *
 * @param children names of relations that have a parent
 */
record JoinField(String name, Set<String> children) {
    /** Finds the join field among the properties of a mapping; it stands at the top. */
    static Optional<JoinField> of(Map<?, ?> properties) {
        return properties.entrySet().stream()
                .filter(field ->
                        field.getValue() instanceof Map<?, ?> definition && "join".equals(definition.get("type")))
                .findFirst()
                .map(field -> new JoinField(field.getKey().toString(), children((Map<?, ?>) field.getValue())));
    }

    private static Set<String> children(Map<?, ?> definition) {
        Set<String> children = new HashSet<>();
        if (definition.get("relations") instanceof Map<?, ?> relations) {
            for (Object below : relations.values()) {
                if (below instanceof Collection<?> several) {
                    several.forEach(child -> children.add(String.valueOf(child)));
                } else {
                    children.add(String.valueOf(below));
                }
            }
        }
        return children;
    }

    /** Throws document_parsing_exception where a child has no routing. */
    void require(Source source, @Nullable String routing) {
        if (routing == null) {
            SourceField.read(source, name).filter(this::isChild).ifPresent(this::refuse);
        }
    }

    private boolean isChild(SourceField field) {
        Object relation = field.value() instanceof Map<?, ?> join ? join.get("name") : field.value();
        return relation instanceof String child && children.contains(child);
    }

    private void refuse(SourceField field) {
        String reason = "[routing] is missing for join field [" + name + "]";
        throw RequestException.of(
                        ErrorKind.DOCUMENT_PARSING,
                        "[" + field.line() + ":" + field.column() + "] failed to parse: " + reason)
                .causedBy(RequestException.illegalArgument(reason));
    }
}
