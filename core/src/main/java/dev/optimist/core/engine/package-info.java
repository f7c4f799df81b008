/**
 * The heart: a register for each document, shards of registers, the commit loop that makes their changes durable, and
 * the residency that bounds their memory. May see core.document, error, observe and store.
 */
@NullMarked
package dev.optimist.core.engine;

import org.jspecify.annotations.NullMarked;
