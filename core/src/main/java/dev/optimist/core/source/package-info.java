/**
 * JSON as maps: reading {@code _source} and metadata, and writing them back. The only room of core that sees Jackson;
 * imports core.document.
 */
@NullMarked
package dev.optimist.core.source;

import org.jspecify.annotations.NullMarked;
