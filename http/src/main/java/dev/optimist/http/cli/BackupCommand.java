package dev.optimist.http.cli;

import dev.optimist.core.store.rocksdb.RocksDbConfiguration;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes a checkpoint: of a running server by its snapshot API, or of a folder that no server has open. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a checkpoint of everything that is durable: a consistent copy whose tables are hard links where the"
                    + " file system allows.",
            "With --url of a server that runs, which is not disturbed; the folder that --to lies in must be below one of"
                    + " the server's --path-repo. With --data of a folder that no server has open."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "2:No checkpoint was made."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BackupCommand implements Callable<Integer> {
    @Option(names = "--to", required = true, paramLabel = "DIR", description = "The folder to make.")
    private Path to;

    @Option(names = "--url", paramLabel = "URL", description = "The server, http://127.0.0.1:9200 say.")
    private @Nullable URI url;

    @Option(
            names = "--authorization-file",
            paramLabel = "FILE",
            description = "A file that holds the Authorization header to send, \"ApiKey …\" say.")
    private @Nullable Path authorization;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder, where no server runs on it.")
    private @Nullable Path data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path target = to.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new OperationFailure("[" + target + "] exists: a checkpoint is written to a folder that does not");
        }
        take(target);
        spec.commandLine().getOut().println("Checkpoint in " + target);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void take(Path target) throws Exception {
        URI server = url;
        Path folder = data;
        if (server != null && folder == null) {
            String header = authorization == null
                    ? null
                    : Files.readString(authorization).strip();
            new SnapshotClient(server, header).take(target, PrintedProgress.ofProcess());
        } else if (folder != null && server == null) {
            takeOf(folder, target);
        } else {
            throw new OperationFailure("say either --url of the server, or --data of a folder that none has open");
        }
    }

    private static void takeOf(Path folder, Path target) {
        if (!Files.isDirectory(folder.resolve("db"))) {
            throw new OperationFailure("[" + folder + "] holds no store");
        }
        RocksDbStore store = RocksDbStore.open(RocksDbConfiguration.of(folder));
        try {
            store.checkpoint(target).block();
        } finally {
            store.close().block();
        }
    }
}
