package dev.optimist.core.index;

import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.store.CatalogEntry;

/** Writes index metadata as a catalog entry of the store, and reads it back. */
final class MetadataCodec {
    private static final String PREFIX = "index/";

    private MetadataCodec() {}

    static boolean isIndex(CatalogEntry entry) {
        return entry.key().startsWith(PREFIX);
    }

    static String key(String name) {
        return PREFIX + name;
    }

    static CatalogEntry write(IndexMetadata index) {
        return new CatalogEntry(key(index.name()), JsonMaps.write(index));
    }

    static IndexMetadata read(CatalogEntry entry) {
        return JsonMaps.read(entry.value(), IndexMetadata.class);
    }
}
