/**
 * Latencies at a constant rate: requests leave when their time has come, not when the one before was answered. Imports
 * HdrHistogram.
 */
@NullMarked
package dev.optimist.load.pace;

import org.jspecify.annotations.NullMarked;
