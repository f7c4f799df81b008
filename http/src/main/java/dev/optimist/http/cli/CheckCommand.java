package dev.optimist.http.cli;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.index.CatalogCheck;
import dev.optimist.core.index.CatalogCheck.CheckedIndex;
import dev.optimist.core.store.rocksdb.CheckReport;
import dev.optimist.core.store.rocksdb.CheckReport.CheckedShard;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies a data folder, or a checkpoint, that no server has open. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Verifies a data folder or a checkpoint that no server has open, and changes nothing in it: every"
                + " checksum, every record, counts, sequence numbers, terms, the catalog and the high-water mark.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All is well.",
            "1:Something is damaged; each finding is a line.",
            "2:It could not be checked: there is no store, or it is in use."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CheckCommand implements Callable<Integer> {
    private static final int EXIT_DAMAGED = 1;

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CheckReport report = RocksDbStore.check(folder, PrintedProgress.ofProcess());
        List<String> problems = new ArrayList<>(report.problems());
        CatalogCheck.Result catalog =
                CatalogCheck.check(report.catalog(), shards(report).keySet());
        problems.addAll(catalog.problems());
        lines(report, catalog).forEach(spec.commandLine().getOut()::println);
        problems.forEach(problem -> spec.commandLine().getOut().println("DAMAGED: " + problem));
        spec.commandLine().getOut().println(problems.isEmpty() ? "All is well." : problems.size() + " findings.");
        spec.commandLine().getOut().flush();
        return problems.isEmpty() ? 0 : EXIT_DAMAGED;
    }

    private static Map<ShardId, CheckedShard> shards(CheckReport report) {
        return report.shards().stream().collect(Collectors.toMap(CheckedShard::id, Function.identity()));
    }

    private List<String> lines(CheckReport report, CatalogCheck.Result catalog) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %s, opening %d, %d tables of %d bytes, %d catalog entries",
                folder,
                report.checkpoint() ? "a checkpoint" : "a store",
                report.opening(),
                report.tables(),
                report.tableBytes(),
                report.catalog().size()));
        Map<ShardId, CheckedShard> shards = shards(report);
        for (CheckedIndex index : catalog.indices()) {
            lines.addAll(lines(index, shards));
        }
        lines.add(String.format(
                Locale.ROOT,
                "%d indices, %d shards, %d documents, %d tombstones",
                catalog.indices().size(),
                report.shards().size(),
                report.documents(),
                report.tombstones()));
        report.notes().forEach(note -> lines.add("note: " + note));
        return lines;
    }

    private static List<String> lines(CheckedIndex index, Map<ShardId, CheckedShard> shards) {
        List<String> lines = new ArrayList<>();
        for (int number = 0; number < index.shards(); number++) {
            CheckedShard shard = shards.get(new ShardId(index.uuid(), number));
            lines.add(
                    shard == null
                            ? String.format(Locale.ROOT, "  [%s][%d] not made yet", index.name(), number)
                            : String.format(
                                    Locale.ROOT,
                                    "  [%s][%d] %d documents, %d tombstones, next seq_no %d, primary term %d",
                                    index.name(),
                                    number,
                                    shard.documents(),
                                    shard.tombstones(),
                                    shard.nextSeqNo(),
                                    shard.primaryTerm()));
        }
        return lines;
    }
}
