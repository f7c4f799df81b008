package dev.optimist.core.search;

import dev.optimist.core.document.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document that a search found.
 *
 * @param document a durable state that matched
 * @param sortValues one for each criterion of the sort order, null where the document has none
 */
public record Hit(String index, int shard, String id, Document document, List<@Nullable Object> sortValues) {}
