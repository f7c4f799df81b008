/**
 * What can go wrong for a caller: one enum of kinds, one sealed family of exceptions with typed fields. Imports
 * core.document.
 */
@NullMarked
package dev.optimist.core.error;

import org.jspecify.annotations.NullMarked;
