/**
 * Recorded exchanges with Elasticsearch, replayed against a real server. Sees the server only through its socket and
 * http.cli.
 */
@NullMarked
package dev.optimist.http.conformance;

import org.jspecify.annotations.NullMarked;
