/** The test library as its users see it: servers, faults and the extension. */
@NullMarked
package dev.optimist.http.testkit;

import org.jspecify.annotations.NullMarked;
