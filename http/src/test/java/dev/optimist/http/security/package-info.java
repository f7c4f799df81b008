/** Who may talk to the service, and do what. */
@NullMarked
package dev.optimist.http.security;

import org.jspecify.annotations.NullMarked;
