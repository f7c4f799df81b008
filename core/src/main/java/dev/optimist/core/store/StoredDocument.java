package dev.optimist.core.store;

import dev.optimist.core.document.DocumentState;

/** One document or tombstone as a scan finds it. */
public record StoredDocument(String id, DocumentState state) {}
