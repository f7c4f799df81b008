package dev.optimist.http.cli;

import dev.optimist.core.index.StoreCopy;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.postgres.PostgresConfiguration;
import dev.optimist.core.store.postgres.PostgresStore;
import dev.optimist.core.store.rocksdb.RocksDbConfiguration;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies a data folder into databases, or back. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description = {
            "Copies everything from one store to another: a data folder that no server has open (a backup of a running one"
                    + " will do), or the databases of a shared store, which may be in use.",
            "Versions stay, the order of seq_nos stays, primary terms grow. Begun again it goes on where it ended, and"
                    + " copies what is new. In the end both sides are compared."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done, and both sides are the same.", "2:Not done."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CopyCommand implements Callable<Integer> {
    @Option(names = "--from", required = true, paramLabel = "DIR|URL", description = "Given once for each database.")
    private List<String> from;

    @Option(names = "--to", required = true, paramLabel = "DIR|URL", description = "Given once for each database.")
    private List<String> to;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Opened source = Opened.of(from);
                Opened target = Opened.of(to)) {
            Long documents = new StoreCopy(source.store(), target.store(), line -> say(out, line))
                    .run()
                    .block();
            say(out, documents + " documents are the same on both sides");
            return 0;
        }
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    /** One side of the copy. */
    private record Opened(DocumentStore store) implements AutoCloseable {
        static Opened of(List<String> places) {
            boolean databases = places.stream().allMatch(place -> place.startsWith("r2dbc"));
            if (databases) {
                return new Opened(PostgresStore.open(PostgresConfiguration.of(places.toArray(String[]::new))));
            }
            if (places.size() > 1) {
                throw new OperationFailure("say either one folder, or the addresses of databases");
            }
            return new Opened(RocksDbStore.open(RocksDbConfiguration.of(Path.of(places.get(0)))));
        }

        @Override
        public void close() {
            store.close().block();
        }
    }
}
