/** The shared store as its users see it: several databases, several nodes, and the way to it and back. */
@NullMarked
package dev.optimist.http.databases;

import org.jspecify.annotations.NullMarked;
