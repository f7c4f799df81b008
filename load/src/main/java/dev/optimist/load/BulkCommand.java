package dev.optimist.load;

import dev.optimist.load.bulk.BulkSimulation;
import picocli.CommandLine.Command;

/** Runs {@link BulkSimulation}. */
@Command(
        name = "bulk",
        description = "Loaders send bulk requests side by side; fails when a document is refused or missing.",
        mixinStandardHelpOptions = true)
final class BulkCommand extends SimulationCommand {
    BulkCommand() {
        super(BulkSimulation.class);
    }
}
