package dev.optimist.http.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The words of {@code --help} for a server's options. */
final class Usage {
    private static final int WIDTH = 110;

    private Usage() {}

    static String text() {
        CommandSpec spec = CommandSpec.create().name("optimist").mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description("A durable JSON document service that speaks Elasticsearch's document API.")
                .footer(
                        "",
                        "Subcommands, each with a --help of its own: check, backup, restore, copy, user, key.",
                        "",
                        "Every option can also be set in the environment, as --max-content-length by "
                                + Settings.MAX_CONTENT_LENGTH.environmentName() + ". Options come first.")
                .width(WIDTH)
                .sortOptions(false);
        Settings.ALL.forEach(setting -> spec.addOption(option(setting)));
        return new CommandLine(spec).getUsageMessage();
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.option())
                .type(String.class)
                .paramLabel("<" + setting.type().label() + ">")
                .description(description(setting));
        if (setting.type().isRepeatable()) {
            option.type(List.class).auxiliaryTypes(String.class).arity("1");
        }
        if (setting.type().isFlag()) {
            option.arity("0..1").fallbackValue("true");
        }
        return option.build();
    }

    private static String description(Setting<?> setting) {
        String standard = setting.defaultText().isEmpty() ? "" : " Default: " + setting.shown(setting.defaultText());
        return (setting.description() + standard).replace("%", "%%");
    }
}
