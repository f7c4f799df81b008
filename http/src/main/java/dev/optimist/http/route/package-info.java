/** Methods, path patterns and declared parameters: which endpoint a request is for. Pure, no network. */
@NullMarked
package dev.optimist.http.route;

import org.jspecify.annotations.NullMarked;
