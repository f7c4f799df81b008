/**
 * The one room that http needs of core: commands, the document service, index administration and their configuration.
 * May see all of core but the databases of the stores.
 */
@NullMarked
package dev.optimist.core.service;

import org.jspecify.annotations.NullMarked;
