package dev.optimist.http.security;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param user null where nobody said who they are
 * @param key what they came in with, where it was no password
 */
public record Identity(@Nullable User user, @Nullable ApiKey key, Privileges privileges) {
    /** Somebody who did not say who they are. */
    public static final Identity ANONYMOUS = new Identity(null, null, Privileges.NONE);

    /** Whoever it is, where nobody is asked. */
    static final Identity ANYBODY =
            new Identity(null, null, RoleNames.privileges(java.util.List.of(RoleNames.SUPERUSER)));

    static Identity of(User user) {
        return new Identity(user, null, RoleNames.privileges(user.roles()));
    }

    /** A key is never worth more than its user is now. */
    static Identity of(User user, ApiKey key) {
        Privileges all = RoleNames.privileges(user.roles());
        return new Identity(
                user,
                key,
                key.descriptors().isEmpty()
                        ? all
                        : new RoleDescriptors(key.descriptors()).privileges().limitedBy(all));
    }

    public boolean known() {
        return user != null;
    }

    public String name() {
        return user == null ? "_anonymous" : user.name();
    }

    /** Returns who it is, as refusals say it. */
    String described() {
        if (key != null) {
            return "API key id [" + key.id() + "] of user [" + name() + "]";
        }
        String roles = user == null ? "" : user.roles().stream().sorted().collect(Collectors.joining(","));
        return "user [" + name() + "] with effective roles [" + roles + "]";
    }
}
