package dev.optimist.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: simulations prove, the others measure. */
@Command(
        name = "optimist-load",
        description = "Load tests of Optimist, or of any server that speaks Elasticsearch's document API.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ViewsCommand.class,
            CheckoutCommand.class,
            HotCommand.class,
            CrudCommand.class,
            BulkCommand.class,
            BenchCommand.class,
            PaceCommand.class,
            GrowthCommand.class
        })
public final class OptimistLoad {
    private OptimistLoad() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new OptimistLoad());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            String message = failure.getMessage();
            command.getErr().println(message == null ? failure.toString() : message);
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(commandLine.execute(args.length == 0 ? new String[] {"--help"} : args));
    }
}
