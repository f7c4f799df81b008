/** How the engine tells what happened, without any metrics library. Imports core.document and core.error. */
@NullMarked
package dev.optimist.core.observe;

import org.jspecify.annotations.NullMarked;
