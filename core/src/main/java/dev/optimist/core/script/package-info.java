/**
 * Scripts of updates: compiled once, run within limits, their result checked to be JSON. The only room that sees {@code
 * org.opensearch}, whose Painless it uses as a library; imports core.document, error and observe.
 */
@NullMarked
package dev.optimist.core.script;

import org.jspecify.annotations.NullMarked;
