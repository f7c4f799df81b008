package dev.optimist.load.profile;

import java.util.Locale;

/** A size of a load test. */
public enum Profile {
    /** Does it work at all: what the build runs. */
    SMOKE(4, 2),
    /** A load that a server should carry for as long as one likes. */
    STEADY(20, 60),
    /** More at once than a document can take one by one. */
    STRESS(256, 60),
    /** What only hours show. */
    SOAK(50, 4 * 3600);

    private final int users;
    private final int seconds;

    Profile(int users, int seconds) {
        this.users = users;
        this.seconds = seconds;
    }

    static Profile named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    int users() {
        return users;
    }

    int seconds() {
        return seconds;
    }
}
