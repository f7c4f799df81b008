package dev.optimist.core.index;

/**
 * Elasticsearch's own routing of documents to shards: murmur3 (x86, 32 bit, seed 0; A. Appleby, 2011) over the UTF-16LE
 * code units of the routing value, spread over a power of two times the shards so that an index can be split.
 */
public final class RoutingHash {
    /**
     * The most routing shards an index has unless it asks for more, or has so many shards that it could not be split
     * once (Elasticsearch's MetadataCreateIndexService).
     */
    private static final int ROUTING_SHARDS_MAX = 1024;

    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private final int routingShards;
    private final int routingFactor;

    /** Makes the routing of an index with that many shards, at least 1. */
    public RoutingHash(int numberOfShards) {
        int shards = numberOfShards * 2;
        while (shards * 2 <= ROUTING_SHARDS_MAX) {
            shards *= 2;
        }
        routingShards = shards;
        routingFactor = shards / numberOfShards;
    }

    /** Returns the shard of a document, from 0; {@code routing} is its custom routing, or else its id. */
    public int shard(String routing) {
        return Math.floorMod(murmur3(routing), routingShards) / routingFactor;
    }

    /** Two code units make one 4-byte block of the hash, as each takes two bytes. */
    static int murmur3(String text) {
        int length = text.length();
        int hash = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            hash ^= mix(text.charAt(i) | text.charAt(i + 1) << 16);
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        if ((length & 1) == 1) {
            hash ^= mix(text.charAt(length - 1));
        }
        return finish(hash ^ length * 2);
    }

    private static int mix(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int finish(int mixed) {
        int hash = mixed;
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }
}
