/**
 * Repositories of checkpoints, as Elasticsearch's snapshot API has them: folders that an administrator allows. Imports
 * core.document, core.error, core.source, core.store, core.engine and core.index.
 */
@NullMarked
package dev.optimist.core.snapshot;

import org.jspecify.annotations.NullMarked;
