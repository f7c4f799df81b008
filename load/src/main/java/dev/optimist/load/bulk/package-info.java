/** Bulk requests side by side, as a Gatling simulation that counts what arrived. Imports Gatling. */
@NullMarked
package dev.optimist.load.bulk;

import org.jspecify.annotations.NullMarked;
