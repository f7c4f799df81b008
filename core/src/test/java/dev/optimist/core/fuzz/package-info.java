/** What fuzz targets share: seeds that run in every build, and long runs by a fuzzer. */
@NullMarked
package dev.optimist.core.fuzz;

import org.jspecify.annotations.NullMarked;
