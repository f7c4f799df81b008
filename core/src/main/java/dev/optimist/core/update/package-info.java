/**
 * Partial updates: the deep merge, what an update makes of the document it finds, and its retries after lost races. May
 * see core.document, error, observe, source, engine, and index.
 */
@NullMarked
package dev.optimist.core.update;

import org.jspecify.annotations.NullMarked;
