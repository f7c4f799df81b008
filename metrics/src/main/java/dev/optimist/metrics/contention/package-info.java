/**
 * Which documents writers contend for most: a sketch of bounded size, and the observer that fills it. Imports
 * core.observe and the values it speaks of; no meters, as an id is never a label.
 */
@NullMarked
package dev.optimist.metrics.contention;

import org.jspecify.annotations.NullMarked;
