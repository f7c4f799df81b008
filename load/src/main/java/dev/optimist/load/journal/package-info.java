/**
 * What clients of a simulation did and saw, in the file format of core's history checker, which judges it in a process of its
 * own. Imports Gatling.
 */
@NullMarked
package dev.optimist.load.journal;

import org.jspecify.annotations.NullMarked;
