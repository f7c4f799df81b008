/** How much a simulation does: profiles, what overrides them, and what all simulations share. Imports Gatling. */
@NullMarked
package dev.optimist.load.profile;

import org.jspecify.annotations.NullMarked;
