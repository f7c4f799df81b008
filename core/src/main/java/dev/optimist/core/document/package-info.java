/**
 * The values of the document API: documents, tombstones, revisions, conditions and what became of a write. Plain
 * records; this room imports nothing but the JDK.
 */
@NullMarked
package dev.optimist.core.document;

import org.jspecify.annotations.NullMarked;
