/** Who may talk to the service: the addresses it listens on, the hosts and origins it answers. May see core.error. */
@NullMarked
package dev.optimist.http.security;

import org.jspecify.annotations.NullMarked;
