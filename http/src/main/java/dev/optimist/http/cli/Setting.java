package dev.optimist.http.cli;

import java.util.Locale;

/**
 * One thing that can be configured: everything that is known of it, said once.
 *
 * @param name the long option without its dashes
 * @param group the line of the start-up table that shows it
 * @param defaultText what is read where nobody says otherwise
 * @param sensitive whether its value is never shown
 */
record Setting<T>(
        String name, String group, ValueType<T> type, String defaultText, String description, boolean sensitive) {
    /** What every environment variable of ours starts with. */
    static final String ENVIRONMENT_PREFIX = "OPTIMIST_";

    static final String REDACTED = "REDACTED";

    static <T> Setting<T> of(String name, String group, ValueType<T> type, String defaultText, String description) {
        return new Setting<>(name, group, type, defaultText, description, /* sensitive= */ false);
    }

    String option() {
        return "--" + name;
    }

    String environmentName() {
        return ENVIRONMENT_PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns a value's text as it may be shown. */
    String shown(String text) {
        return sensitive ? REDACTED : text;
    }
}
