/** One hot document that everybody updates, as a Gatling simulation that proves that none is refused. Imports Gatling. */
@NullMarked
package dev.optimist.load.hot;

import org.jspecify.annotations.NullMarked;
