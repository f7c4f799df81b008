package dev.optimist.metrics.contention;

/** Which document: its concrete index and its id. */
record DocumentName(String index, String id) {}
