/** All kinds of operations at a steady rate, as a Gatling simulation. Imports Gatling. */
@NullMarked
package dev.optimist.load.crud;

import org.jspecify.annotations.NullMarked;
