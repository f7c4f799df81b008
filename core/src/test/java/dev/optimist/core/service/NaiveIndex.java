package dev.optimist.core.service;

import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.ExternalGte;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteCondition.InternalVersion;
import dev.optimist.core.document.WriteCondition.MustNotExist;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** An index as Elasticsearch's documentation tells it, in as few words as possible; answers are texts to compare. */
final class NaiveIndex {
    /** What is known of an id; without source after a delete. */
    private record Entry(
            long version, long seqNo, long term, @Nullable Map<String, Integer> source, long deletedAtMillis) {
        @Override
        public String toString() {
            return "v" + version + " s" + seqNo + " t" + term + (source == null ? " gone" : " " + json(source));
        }
    }

    private static final Entry NOTHING = new Entry(0, -2, 0, null, 0);

    private final Map<String, Entry> entries = new HashMap<>();
    private final long[] nextSeqNo;
    private final ToIntFunction<String> routing;
    private final long gcDeletesMillis;
    private long term = 1;

    NaiveIndex(int shards, ToIntFunction<String> routing, long gcDeletesMillis) {
        this.nextSeqNo = new long[shards];
        this.routing = routing;
        this.gcDeletesMillis = gcDeletesMillis;
    }

    void raiseTerm() {
        term++;
    }

    String get(String id, long now) {
        return current(id, now).toString();
    }

    String index(String id, WriteCondition condition, Map<String, Integer> source, long now) {
        Entry current = current(id, now);
        return holds(condition, current)
                ? write(id, version(condition, current), source, now, current.source == null ? "created" : "updated")
                : "conflict with " + current;
    }

    String delete(String id, WriteCondition condition, long now) {
        Entry current = current(id, now);
        return holds(condition, current)
                ? write(id, version(condition, current), null, now, current.source == null ? "not_found" : "deleted")
                : "conflict with " + current;
    }

    String update(String id, WriteCondition condition, Map<String, Integer> doc, boolean upsert, long now) {
        Entry current = current(id, now);
        if (current.source == null) {
            return upsert ? write(id, current.version + 1, doc, now, "created") : "missing";
        }
        if (!holds(condition, current)) {
            return "conflict with " + current;
        }
        Map<String, Integer> merged = new LinkedHashMap<>(current.source);
        merged.putAll(doc);
        return merged.equals(current.source)
                ? "noop " + current
                : write(id, current.version + 1, merged, now, "updated");
    }

    private Entry current(String id, long now) {
        Entry entry = entries.getOrDefault(id, NOTHING);
        return entry.source == null && now - entry.deletedAtMillis >= gcDeletesMillis ? NOTHING : entry;
    }

    private String write(String id, long version, @Nullable Map<String, Integer> source, long now, String result) {
        long seqNo = nextSeqNo[routing.applyAsInt(id)]++;
        Entry entry = new Entry(version, seqNo, term, source, now);
        entries.put(id, entry);
        return result + " " + entry;
    }

    private static boolean holds(WriteCondition condition, Entry current) {
        boolean live = current.source != null;
        if (condition instanceof IfSeqNo wanted) {
            return live && wanted.seqNo() == current.seqNo && wanted.primaryTerm() == current.term;
        }
        if (condition instanceof External wanted) {
            return wanted.version() > current.version || current.seqNo < 0;
        }
        if (condition instanceof ExternalGte wanted) {
            return wanted.version() >= current.version || current.seqNo < 0;
        }
        if (condition instanceof InternalVersion wanted) {
            return live && wanted.version() == current.version;
        }
        return !(condition instanceof MustNotExist) || !live;
    }

    private static long version(WriteCondition condition, Entry current) {
        if (condition instanceof External wanted) {
            return wanted.version();
        }
        return condition instanceof ExternalGte wanted ? wanted.version() : current.version + 1;
    }

    static String json(Map<String, Integer> source) {
        return source.toString().replace("=", ":").replace(" ", "").replaceAll("([a-z]+)", "\"$1\"");
    }
}
