package dev.optimist.core.store;

/** A named value beside the documents: the metadata of an index, a stored script. The array is shared, not copied. */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
public record CatalogEntry(String key, byte[] value) {}
