package dev.optimist.core.service;

import org.jspecify.annotations.Nullable;

/**
 * Read a document.
 *
 * @param version the {@code _version} it must have, or null for any
 */
public record GetCommand(
        String index,
        String id,
        @Nullable String routing,
        @Nullable Long version) {}
