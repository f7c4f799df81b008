package dev.optimist.http.security;

import dev.optimist.core.error.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may come in with a password.
 *
 * @param metadata whatever is to be kept beside, as it came
 * @param enabled whether they may come in now
 */
public record User(
        String name,
        PasswordHash password,
        List<String> roles,
        @Nullable String fullName,
        @Nullable String email,
        Map<String, @Nullable Object> metadata,
        boolean enabled) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.@$-]{1,128}");
    private static final int PASSWORD_LENGTH_MIN = 8;
    private static final int PASSWORD_LENGTH_MAX = 1_024;

    public User {
        roles = List.copyOf(roles);
    }

    /** Throws an illegal_argument_exception where nobody may be called that. */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw RequestException.illegalArgument(
                    "a user's name has 1 to 128 letters, digits and characters of [_.@$-]," + " [" + name
                            + "] has others");
        }
    }

    /** Throws an illegal_argument_exception, which does not show it, where this may be no password. */
    public static void checkPassword(String password) {
        if (password.length() < PASSWORD_LENGTH_MIN || password.length() > PASSWORD_LENGTH_MAX) {
            throw RequestException.illegalArgument(
                    "passwords have " + PASSWORD_LENGTH_MIN + " to " + PASSWORD_LENGTH_MAX + " characters");
        }
    }

    User withPassword(PasswordHash other) {
        return new User(name, other, roles, fullName, email, metadata, enabled);
    }

    /** Returns what may be shown of the user. */
    public Map<String, @Nullable Object> shown() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("username", name);
        json.put("roles", roles);
        json.put("full_name", fullName);
        json.put("email", email);
        json.put("metadata", metadata);
        json.put("enabled", enabled);
        return json;
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = shown();
        json.put("password", password.toJson());
        return json;
    }

    static User fromJson(Fields json) {
        return new User(
                String.valueOf(json.text("username")),
                PasswordHash.fromJson(new Fields(json.object("password"))),
                json.texts("roles"),
                json.text("full_name"),
                json.text("email"),
                json.object("metadata"),
                json.flag("enabled", /* absent= */ true));
    }
}
