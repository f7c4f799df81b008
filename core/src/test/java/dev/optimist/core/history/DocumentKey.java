package dev.optimist.core.history;

/**
 * Names a document in a history. The same {@code _id} on two shards (by custom routing) is two documents.
 *
 * @param shard the shard's number, or {@link #UNKNOWN_SHARD}, which leaves out the rules that compare documents
 */
public record DocumentKey(String index, int shard, String id) {
    public static final int UNKNOWN_SHARD = -1;

    @Override
    public String toString() {
        return index + "/" + id;
    }
}
