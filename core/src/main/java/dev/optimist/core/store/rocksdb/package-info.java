/**
 * The embedded store: one RocksDB database in one folder, which one process owns. The only room that sees org.rocksdb;
 * imports core.store and what that may see.
 */
@NullMarked
package dev.optimist.core.store.rocksdb;

import org.jspecify.annotations.NullMarked;
