/**
 * The benchmark beside a fixed-answer server: what the machine can do, and which part of it the service reaches. Drives
 * wrk; imports load.process, load.pace, and Reactor Netty for the fixed-answer server.
 */
@NullMarked
package dev.optimist.load.bench;

import org.jspecify.annotations.NullMarked;
