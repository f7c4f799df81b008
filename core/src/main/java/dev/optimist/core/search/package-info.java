/**
 * Queries and sort orders as values, read from JSON maps and matched against documents one at a time; no index structure
 * and no Reactor. Imports core.document, core.error and core.source.
 */
@NullMarked
package dev.optimist.core.search;

import org.jspecify.annotations.NullMarked;
