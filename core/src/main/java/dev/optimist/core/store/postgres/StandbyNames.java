package dev.optimist.core.store.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PostgreSQL's {@code synchronous_standby_names}: how many standbys have what a commit has answered. The setting
 * and not the standbys that are connected, for a commit waits for as many as it says.
 */
final class StandbyNames {
    private static final Pattern COUNTED = Pattern.compile(
            "\\s*(?:(?:ANY|FIRST)\\s+)?(\\d+)\\s*\\(.*\\)\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private StandbyNames() {}

    static int count(String setting) {
        if (setting.isBlank()) {
            return 0;
        }
        Matcher counted = COUNTED.matcher(setting);
        return counted.matches() ? Integer.parseInt(counted.group(1)) : 1;
    }
}
