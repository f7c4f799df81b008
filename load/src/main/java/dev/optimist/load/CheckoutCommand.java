package dev.optimist.load;

import dev.optimist.load.checkout.CheckoutSimulation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@link CheckoutSimulation}. */
@Command(
        name = "checkout",
        description =
                "Buyers take from one stock at once and retry on 409; fails unless what is left and what was sold are"
                        + " what there was.",
        mixinStandardHelpOptions = true)
final class CheckoutCommand extends SimulationCommand {
    @Option(
            names = "--source-on-conflict",
            description = "Take what is left from the 409 instead of reading again; Optimist alone answers so.")
    private boolean sourceOnConflict;

    CheckoutCommand() {
        super(CheckoutSimulation.class);
    }

    @Override
    void addTo(List<String> command) {
        property(command, "sourceOnConflict", sourceOnConflict);
    }
}
