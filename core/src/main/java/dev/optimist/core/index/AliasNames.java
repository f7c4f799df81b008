package dev.optimist.core.index;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Elasticsearch's rules for the names of aliases, with its sentences. */
public final class AliasNames {
    private AliasNames() {}

    /**
     * Throws invalid_alias_name_exception where no alias may have this name.
     *
     * @param indices finds an index by name, null where there is none
     */
    public static void require(String alias, Function<String, @Nullable IndexMetadata> indices) {
        String problem = IndexNames.problem(alias);
        if (problem != null) {
            throw new IndexException(
                    ErrorKind.INVALID_ALIAS_NAME,
                    "Invalid alias name [" + alias + "]: " + problem,
                    alias,
                    IndexException.NO_UUID);
        }
        IndexMetadata taken = indices.apply(alias);
        if (taken != null) {
            throw new IndexException(
                    ErrorKind.INVALID_ALIAS_NAME,
                    "Invalid alias name [" + alias
                            + "]: an index or data stream exists with the same name as the alias",
                    alias,
                    taken.uuid());
        }
    }
}
