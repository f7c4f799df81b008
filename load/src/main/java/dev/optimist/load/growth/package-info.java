/**
 * How throughput moves with the number of connections and of documents, with their size and with the protocol; drawn as a
 * picture. Drives wrk and h2load; imports load.bench, load.process and XChart.
 */
@NullMarked
package dev.optimist.load.growth;

import org.jspecify.annotations.NullMarked;
