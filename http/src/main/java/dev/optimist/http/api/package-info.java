/** One class for each endpoint of the API. May see core.service, route, json and error. */
@NullMarked
package dev.optimist.http.api;

import org.jspecify.annotations.NullMarked;
