/** What those see who watch a server: a browser, Prometheus. Both are real, and their tests say so where they are missing. */
@NullMarked
package dev.optimist.http.watching;

import org.jspecify.annotations.NullMarked;
