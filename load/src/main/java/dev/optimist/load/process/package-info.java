/** Processes that a load test starts and ends, and where their files are. Imports the JDK alone. */
@NullMarked
package dev.optimist.load.process;

import org.jspecify.annotations.NullMarked;
