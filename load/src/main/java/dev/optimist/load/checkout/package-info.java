/** Buyers who share a stock, as a Gatling simulation that proves that nothing is sold twice. Imports Gatling. */
@NullMarked
package dev.optimist.load.checkout;

import org.jspecify.annotations.NullMarked;
