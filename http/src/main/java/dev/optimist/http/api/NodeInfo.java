package dev.optimist.http.api;

/**
 * What answers say of the node and its cluster of one.
 *
 * @param clusterUuid 22 characters, URL-safe base64
 */
public record NodeInfo(String nodeName, String clusterName, String clusterUuid) {}
