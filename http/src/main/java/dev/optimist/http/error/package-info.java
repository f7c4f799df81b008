/** Turns what went wrong into a status and a body, in one exhaustive switch. May see core.error, json and route. */
@NullMarked
package dev.optimist.http.error;

import org.jspecify.annotations.NullMarked;
