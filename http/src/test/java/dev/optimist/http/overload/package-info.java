/** More load than can be served, and clients that mean harm: what is refused, how fast, and what stays. */
@NullMarked
package dev.optimist.http.overload;

import org.jspecify.annotations.NullMarked;
