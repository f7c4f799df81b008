package dev.optimist.core.store.postgres;

/**
 * What a batch leaves in the database to be found by.
 *
 * @param writer names one opening of the store
 * @param number of the batch among the writer's of the shard, ascending
 */
record BatchId(String writer, long number) {}
