package dev.optimist.http.cli;

import dev.optimist.core.store.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a data folder of a checkpoint. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Copies a checkpoint into an empty folder, which a server can then be started on. Its primary"
                + " terms go on where neither the original nor another copy ever comes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "2:Nothing usable was made."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RestoreCommand implements Callable<Integer> {
    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The checkpoint.")
    private Path from;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The folder to make; it must be empty.")
    private Path data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RocksDbStore.restore(from, data, PrintedProgress.ofProcess());
        spec.commandLine().getOut().println("Restored to " + data + ": start a server with --data " + data);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
