package dev.optimist.load;

import dev.optimist.load.views.PageViewsSimulation;
import picocli.CommandLine.Command;

/** Runs {@link PageViewsSimulation}. */
@Command(
        name = "views",
        description =
                "Visitors count views of one page at once, by conditional PUT and by _update; fails when a view is"
                        + " lost or counted twice.",
        mixinStandardHelpOptions = true)
final class ViewsCommand extends SimulationCommand {
    ViewsCommand() {
        super(PageViewsSimulation.class);
    }
}
