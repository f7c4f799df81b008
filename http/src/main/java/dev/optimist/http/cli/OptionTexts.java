package dev.optimist.http.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of a server says: the text of each option, and whether words are asked for instead of a server.
 *
 * <p>An option is {@code --name=text} or {@code --name text}; a flag alone stands for true. Every start comes by here, so
 * it is read without a library: see the module's RATIONALE.
 */
final class OptionTexts {
    private static final Set<String> HELP = Set.of("-h", "--help");
    private static final Set<String> VERSION = Set.of("-V", "--version");

    /** Every option's setting. */
    private static final Map<String, Setting<?>> KNOWN =
            Settings.ALL.stream().collect(Collectors.toMap(Setting::option, setting -> setting));

    private final List<String> arguments;
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private OptionTexts(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Reads all arguments, and collects what is wrong with them. */
    static OptionTexts read(List<String> arguments) {
        OptionTexts read = new OptionTexts(arguments);
        int next = 0;
        while (next < arguments.size()) {
            next = read.readAt(next);
        }
        return read;
    }

    /** Returns texts by the setting's name. */
    Map<String, String> texts() {
        return texts;
    }

    List<String> problems() {
        return problems;
    }

    boolean helpAsked() {
        return arguments.stream().anyMatch(HELP::contains);
    }

    boolean versionAsked() {
        return arguments.stream().anyMatch(VERSION::contains);
    }

    /** Reads what begins at an argument; returns where the next one begins. */
    private int readAt(int at) {
        String argument = arguments.get(at);
        int equals = argument.indexOf('=');
        String option = option(argument);
        Setting<?> setting = KNOWN.get(option);
        if (setting != null && equals >= 0) {
            put(setting, argument.substring(equals + 1));
        } else if (setting != null) {
            return readNamed(setting, at + 1);
        } else if (!argument.startsWith("-")) {
            problems.add("unexpected argument [" + argument + "]");
        } else if (!asksForWords(argument)) {
            problems.add(SettingValues.unknown(
                    "option", option, Settings.ALL.stream().map(Setting::option).toList()));
            return equals < 0 && isText(at + 1) ? at + 2 : at + 1; // what follows is taken for its text
        }
        return at + 1;
    }

    private int readNamed(Setting<?> setting, int at) {
        boolean isFlag = setting.type().isFlag();
        boolean hasText = isFlag ? isText(at) : at < arguments.size() && !isOption(arguments.get(at));
        if (!hasText && !isFlag) {
            problems.add(setting.option() + ": expected <" + setting.type().label() + "> after it");
            return at;
        }
        put(setting, hasText ? arguments.get(at) : "true");
        return hasText ? at + 1 : at;
    }

    private void put(Setting<?> setting, String text) {
        @Nullable String before = texts.get(setting.name());
        if (before != null && !setting.type().isRepeatable()) {
            problems.add(setting.option() + ": expected once, found [" + setting.shown(before) + "] and ["
                    + setting.shown(text) + "]");
            return;
        }
        texts.put(setting.name(), before == null ? text : before + " " + text);
    }

    private static boolean isOption(String argument) {
        return KNOWN.containsKey(option(argument)) || asksForWords(argument);
    }

    private static boolean asksForWords(String argument) {
        return HELP.contains(argument) || VERSION.contains(argument);
    }

    private static String option(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }

    private boolean isText(int at) {
        return at < arguments.size() && !arguments.get(at).startsWith("-");
    }
}
