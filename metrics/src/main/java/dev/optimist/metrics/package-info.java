/** The rooms of meters and of the pages that show them; sees core's observer and Micrometer. */
@NullMarked
package dev.optimist.metrics;

import org.jspecify.annotations.NullMarked;
