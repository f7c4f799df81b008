package dev.optimist.core.index;

import java.util.Map;

/** The {@code index.blocks.*} settings, in the words of a cluster_block_exception. */
final class IndexBlocks {
    /** Level, id and description as IndexMetadata of Elasticsearch declares them. */
    private static final Map<String, String> BLOCKS = Map.of(
            "read_only", "FORBIDDEN/5/index read-only (api)",
            "read", "FORBIDDEN/7/index read (api)",
            "write", "FORBIDDEN/8/index write (api)",
            "metadata", "FORBIDDEN/9/index metadata (api)",
            "read_only_allow_delete",
                    "TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete"
                            + " block");

    private IndexBlocks() {}

    static String describe(String block) {
        return BLOCKS.getOrDefault(block, block);
    }
}
