/**
 * The store SPI: the engine decides, the store keeps. Names no database; its contract kit (in the test-jar) holds every
 * implementation to the same promises. Imports core.document, core.error and Reactor.
 */
@NullMarked
package dev.optimist.core.store;

import org.jspecify.annotations.NullMarked;
