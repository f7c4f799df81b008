package dev.optimist.http.cli;

import java.nio.file.Path;

/**
 * A log that is kept in files beside standard output.
 *
 * @param file the one that is written to
 * @param size a file that is larger gives way to the next one, as it does at midnight
 * @param kept for how many days earlier ones are kept, packed
 */
record LogFiles(Path file, ByteSize size, int kept) {}
