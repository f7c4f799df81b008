/** The stories that the service is made for, told by a real client to a real server. */
@NullMarked
package dev.optimist.http.stories;

import org.jspecify.annotations.NullMarked;
