/** What tests of the whole server share: starting one, and talking to it byte by byte. */
@NullMarked
package dev.optimist.http.testing;

import org.jspecify.annotations.NullMarked;
