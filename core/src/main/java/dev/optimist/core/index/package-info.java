/**
 * Indices: their metadata and catalog, names, aliases, and the routing of documents to shards. May see the engine and
 * below.
 */
@NullMarked
package dev.optimist.core.index;

import org.jspecify.annotations.NullMarked;
