package dev.optimist.core.document;

/**
 * What a read answers.
 *
 * @param index the concrete index, never an alias
 * @param state a durable state
 */
public record GetResult(String index, String id, DocumentState state) {}
