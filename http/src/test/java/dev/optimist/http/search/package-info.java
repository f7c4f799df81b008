/** Searches and writes by query against a real server. */
@NullMarked
package dev.optimist.http.search;

import org.jspecify.annotations.NullMarked;
