package dev.optimist.load;

import dev.optimist.load.crud.CrudSimulation;
import picocli.CommandLine.Command;

/** Runs {@link CrudSimulation}. */
@Command(
        name = "crud",
        description =
                "Reads, writes, updates and deletes of some documents at a steady rate: ten visits a second for each"
                        + " user.",
        mixinStandardHelpOptions = true)
final class CrudCommand extends SimulationCommand {
    CrudCommand() {
        super(CrudSimulation.class);
    }
}
