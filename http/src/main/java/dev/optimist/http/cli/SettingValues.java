package dev.optimist.http.cli;

import dev.optimist.http.route.DidYouMean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What every setting is: from the command line, else from the environment, else by default. */
final class SettingValues {
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingValues() {}

    /**
     * Reads every setting and collects what is wrong.
     *
     * @param options texts by option name, without dashes
     * @param environment all variables of the process
     */
    static SettingValues read(Map<String, String> options, Map<String, String> environment) {
        SettingValues result = new SettingValues();
        Settings.ALL.forEach(setting -> result.read(setting, options, environment));
        environment.keySet().stream()
                .filter(name -> name.startsWith(Setting.ENVIRONMENT_PREFIX))
                .sorted()
                .forEach(result::checkKnown);
        return result;
    }

    /** A setting that could not be read is asked for. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Returns the value of a setting. */
    @SuppressWarnings("unchecked") // put with the setting's own type
    <T> T get(Setting<T> setting) {
        Object value = values.get(setting.name());
        if (value == null) {
            throw new UnreadableException();
        }
        return (T) value;
    }

    List<String> problems() {
        return problems;
    }

    /** Returns one line for each group of settings; what was said by somebody bears a star. */
    List<String> table() {
        Map<String, List<Setting<?>>> groups = Settings.ALL.stream()
                .collect(Collectors.groupingBy(Setting::group, LinkedHashMap::new, Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> String.format(Locale.ROOT, "%-8s %s", group.getKey(), cells(group.getValue())))
                .toList();
    }

    private String cells(List<Setting<?>> settings) {
        return settings.stream().map(this::cell).collect(Collectors.joining(" "));
    }

    private String cell(Setting<?> setting) {
        String text = texts.getOrDefault(setting.name(), setting.defaultText());
        String star = text.equals(setting.defaultText()) ? "" : "*";
        return setting.name() + star + "=" + setting.shown(text);
    }

    private void read(Setting<?> setting, Map<String, String> options, Map<String, String> environment) {
        String option = options.get(setting.name());
        String variable = environment.get(setting.environmentName());
        if (option != null) {
            read(setting, option, setting.option());
        } else if (variable != null) {
            read(setting, variable, setting.environmentName());
        } else {
            read(setting, setting.defaultText(), setting.option());
        }
    }

    private void read(Setting<?> setting, String text, String origin) {
        texts.put(setting.name(), text);
        try {
            values.put(setting.name(), setting.type().reader().apply(text));
        } catch (IllegalArgumentException e) {
            problems.add(String.format(Locale.ROOT, "%s: %s, found [%s]", origin, e.getMessage(), setting.shown(text)));
        }
    }

    private void checkKnown(String variable) {
        List<String> known = Settings.ALL.stream().map(Setting::environmentName).toList();
        if (!known.contains(variable)) {
            problems.add(unknown("environment variable", variable, known));
        }
    }

    /** Says that there is no such name, and which was meant. */
    static String unknown(String what, String name, List<String> known) {
        return "unknown " + what + " [" + name + "]"
                + DidYouMean.candidates(name, known).stream()
                        .findFirst()
                        .map(meant -> ", did you mean [" + meant + "]?")
                        .orElse("");
    }
}
