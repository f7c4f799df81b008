/** The command line: settings, start-up checks and the composition of all parts; may see everything. */
@NullMarked
package dev.optimist.http.cli;

import org.jspecify.annotations.NullMarked;
