package dev.optimist.core.document;

/**
 * Names one shard of one index for good: an index that is deleted and created again has another uuid.
 *
 * @param indexUuid 22 characters, URL-safe base64
 * @param number from 0
 */
public record ShardId(String indexUuid, int number) {}
