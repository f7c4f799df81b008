/**
 * The Reactor Netty adapter: connections in, requests to endpoints, answers out. The only room that sees reactor.netty
 * and io.netty; may see route, api, json, error and security.
 */
@NullMarked
package dev.optimist.http.server;

import org.jspecify.annotations.NullMarked;
