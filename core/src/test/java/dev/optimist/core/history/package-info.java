/**
 * Histories of client operations and the checker that judges them. A test records what each client asked and was
 * answered; the checker needs nothing else, so it judges a simulation, an embedded engine and a killed server alike.
 */
@NullMarked
package dev.optimist.core.history;

import org.jspecify.annotations.NullMarked;
