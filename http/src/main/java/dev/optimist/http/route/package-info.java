/**
 * Methods, path patterns and parameters: which endpoint a request is for, and what it asks of it. Pure, no network; may
 * see core.error.
 */
@NullMarked
package dev.optimist.http.route;

import org.jspecify.annotations.NullMarked;
