/** Simulations, feeders and load profiles; sees Gatling and speaks only HTTP to the service. */
@NullMarked
package dev.optimist.load;

import org.jspecify.annotations.NullMarked;
