/**
 * Optimist within the tests of other programs: a server in the same process, its faults, and a JUnit Jupiter extension.
 * May see everything, as the command line does; nothing may see it, and the executable jar leaves it out.
 */
@NullMarked
package dev.optimist.http.testkit;

import org.jspecify.annotations.NullMarked;
