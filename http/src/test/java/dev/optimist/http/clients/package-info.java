/**
 * The official Java clients, as programs use them, against a real server: what their types make of Optimist's answers.
 * May see the clients and the test library.
 */
@NullMarked
package dev.optimist.http.clients;

import org.jspecify.annotations.NullMarked;
