package dev.optimist.http.security;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that a program comes in with, on behalf of the user who made it.
 *
 * @param hash SHA-256 of its secret, whose 256 random bits need no slow function
 * @param descriptors what limits it, by name, as Elasticsearch writes roles; empty where its user's privileges are all its own
 * @param expirationMillis null where it never ends
 * @param invalidationMillis null while it holds
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time alone
public record ApiKey(
        String id,
        String name,
        String owner,
        byte[] hash,
        Map<String, Object> descriptors,
        Map<String, @Nullable Object> metadata,
        long creationMillis,
        @Nullable Long expirationMillis,
        @Nullable Long invalidationMillis) {
    public boolean invalidated() {
        return invalidationMillis != null;
    }

    public boolean expired(Instant now) {
        return expirationMillis != null && expirationMillis <= now.toEpochMilli();
    }

    /** Returns whether somebody may come in with it now. */
    public boolean active(Instant now) {
        return !invalidated() && !expired(now);
    }

    ApiKey invalidatedAt(Instant now) {
        return new ApiKey(
                id, name, owner, hash, descriptors, metadata, creationMillis, expirationMillis, now.toEpochMilli());
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", name);
        json.put("owner", owner);
        json.put("hash", Base64.getEncoder().encodeToString(hash));
        json.put("role_descriptors", descriptors);
        json.put("metadata", metadata);
        json.put("creation", creationMillis);
        json.put("expiration", expirationMillis);
        json.put("invalidation", invalidationMillis);
        return json;
    }

    static ApiKey fromJson(Fields json) {
        return new ApiKey(
                String.valueOf(json.text("id")),
                String.valueOf(json.text("name")),
                String.valueOf(json.text("owner")),
                Base64.getDecoder().decode(String.valueOf(json.text("hash"))),
                RoleDescriptors.read(json.object("role_descriptors")).shown(),
                json.object("metadata"),
                json.number("creation"),
                json.has("expiration") ? Long.valueOf(json.number("expiration")) : null,
                json.has("invalidation") ? Long.valueOf(json.number("invalidation")) : null);
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + " of " + owner + "]";
    }
}
