package dev.optimist.core.store.rocksdb;

import dev.optimist.core.store.rocksdb.CheckReport.CheckedShard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a check has found so far; of very many problems the first, and how many more there were. */
final class CheckFindings {
    static final Comparator<CheckedShard> BY_UID = Comparator.comparingInt(CheckedShard::uid);

    private static final int PROBLEMS_MAX = 100;

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long more;

    void problem(String sentence) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(sentence);
        } else {
            more++;
        }
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return List.copyOf(all);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
