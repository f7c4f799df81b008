package dev.optimist.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.history.Answer.Refused;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.observe.OperationKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history comes back from its file as it was. */
final class HistoryFileTest {
    @Test
    void history_writtenAndRead_isTheSame(@TempDir Path folder) throws IOException {
        History history = Simulation.run(/* seed= */ 7, 3_000, null);
        HistoryFile.write(history, folder.resolve("history.jsonl"));
        History read = HistoryFile.read(folder.resolve("history.jsonl"));
        assertThat(read.operations()).as("operations").isEqualTo(history.operations());
        assertThat(read.restarts().nanos())
                .as("restarts")
                .isEqualTo(history.restarts().nanos());
    }

    @Test
    void oddCharacters_writtenAndRead_areTheSame(@TempDir Path folder) throws IOException {
        DocumentKey document = new DocumentKey("odd", DocumentKey.UNKNOWN_SHARD, "a \"b\" \\ \n {é}");
        History history = new History(2);
        history.record(
                new Operation(new Invocation("1", OperationKind.DELETE, document, null), 1, 2, new Refused(429)));
        history.record(
                new Operation(new Invocation("2", OperationKind.GET, document, null), 1, 2, new Unknown("\"a\":1,")));
        HistoryFile.write(history, folder.resolve("history.jsonl"));
        assertThat(HistoryFile.read(folder.resolve("history.jsonl")).operations())
                .as("operations")
                .isEqualTo(history.operations());
    }
}
