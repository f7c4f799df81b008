/** What monitoring is shown over HTTP: the scrape, ready to be sent. Imports metrics.meter. */
@NullMarked
package dev.optimist.metrics.page;

import org.jspecify.annotations.NullMarked;
