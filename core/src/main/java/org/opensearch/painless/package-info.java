/**
 * One class that stands in Painless's own package, where alone its compiler and its class loader can be reached; imports
 * nothing of ours.
 */
@NullMarked
package org.opensearch.painless;

import org.jspecify.annotations.NullMarked;
