package dev.optimist.core.service;

/**
 * Names a request that its client may make again, to be carried out once.
 *
 * @param name the key within its scope, at most 64 ASCII characters
 * @param fingerprint what else the request said; another one under the same name is refused
 * @param keepsSource whether the first answer showed the document, so that the next must too
 */
public record RequestKey(String name, String fingerprint, boolean keepsSource) {}
