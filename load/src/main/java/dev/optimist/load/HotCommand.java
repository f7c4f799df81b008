package dev.optimist.load;

import dev.optimist.load.hot.HotDocumentSimulation;
import picocli.CommandLine.Command;

/** Runs {@link HotDocumentSimulation}. */
@Command(
        name = "hot",
        description = "Everybody updates one document by script and by doc; fails when one is refused or lost.",
        mixinStandardHelpOptions = true)
final class HotCommand extends SimulationCommand {
    HotCommand() {
        super(HotDocumentSimulation.class);
    }
}
