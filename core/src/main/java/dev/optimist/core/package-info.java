/** The rooms of documents, registers, shards and stores; sees Reactor and the JDK, and knows neither HTTP nor meters. */
@NullMarked
package dev.optimist.core;

import org.jspecify.annotations.NullMarked;
