/**
 * The command line of the load tests. Speaks only HTTP to the service and starts it as a process: compiles against
 * nothing of the other modules. Imports the rooms beneath.
 */
@NullMarked
package dev.optimist.load;

import org.jspecify.annotations.NullMarked;
