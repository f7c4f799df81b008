/**
 * The shared store: documents in PostgreSQL, written by any number of nodes at once. The only room that sees io.r2dbc and
 * org.postgresql's driver; imports core.store and what that may see.
 */
@NullMarked
package dev.optimist.core.store.postgres;

import org.jspecify.annotations.NullMarked;
