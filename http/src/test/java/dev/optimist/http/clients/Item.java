package dev.optimist.http.clients;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A document of the tests, as the clients' mappers read and write it. */
record Item(
        @JsonProperty("name") String name,
        @JsonProperty("stock") int stock) {}
