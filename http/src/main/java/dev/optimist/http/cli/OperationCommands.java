package dev.optimist.http.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** The subcommands for those who run a server: what the jar does when its first word is one of them. */
final class OperationCommands {
    private OperationCommands() {}

    /** Returns whether these arguments are for a subcommand; a server's, which are options, are not asked about at length. */
    static boolean areFor(List<String> arguments) {
        return !arguments.isEmpty()
                && !arguments.get(0).startsWith("-")
                && commandLine().getSubcommands().containsKey(arguments.get(0));
    }

    /** Runs a subcommand; returns its exit code. */
    static int run(List<String> arguments) {
        return commandLine().execute(arguments.toArray(String[]::new));
    }

    private static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Top())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new BackupCommand())
                .addSubcommand(new RestoreCommand())
                .addSubcommand(new CopyCommand());
        commands.setExecutionExceptionHandler(OperationCommands::failed);
        return commands;
    }

    @CommandLine.Command(name = "optimist", description = "What is done beside serving.")
    private static final class Top {}

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("optimist: " + OperationFailure.sentence(failure));
        err.flush();
        return OperationFailure.EXIT;
    }
}
