/**
 * The service as a child process under concurrent clients, killed or not, with every answer recorded and judged by
 * core's history checker. Sees nothing of the service but its jar and its port.
 */
@NullMarked
package dev.optimist.http.history;

import org.jspecify.annotations.NullMarked;
