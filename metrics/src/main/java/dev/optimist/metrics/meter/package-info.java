/**
 * What Optimist measures: one list of all meters, and the observer that fills them. The only room that sees Micrometer;
 * else imports core.observe and the values it speaks of.
 */
@NullMarked
package dev.optimist.metrics.meter;

import org.jspecify.annotations.NullMarked;
