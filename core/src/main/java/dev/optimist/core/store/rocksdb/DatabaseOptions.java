package dev.optimist.core.store.rocksdb;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * How the database is set up, and the owner of the native objects that say so; they outlive the database.
 *
 * <p><b>Durability.</b> Log recovery tolerates an incomplete last record and nothing else. It writes what it recovers
 * to tables before the database opens, so that nothing is readable that is not durable. The sizes of closed logs are
 * kept in the manifest and checked.
 */
final class DatabaseOptions implements AutoCloseable {
    private static final long MB = 1L << 20;
    private static final long LOGS_MAX_BYTES = 64 * MB;

    /** More would be searched longer by each write, and written to tables no sooner than its log is full. */
    private static final long UNWRITTEN_MAX_BYTES = 32 * MB;

    private static final long MANIFEST_MAX_BYTES = 4 * MB;
    private static final long BLOCK_BYTES = 8 << 10;
    private static final long INDEX_BLOCK_BYTES = 8 << 10;
    private static final int BLOOM_BITS_PER_KEY = 10;

    /** A shard of the cache keeps no block that is larger than the shard. */
    private static final long CACHE_SHARD_BYTES_MIN = 4 * MB;

    private static final int CACHE_SHARDS_MAX = 16;

    /** The part of the cache in which blocks of data do not push out those that say where data is. */
    private static final double CACHE_INDEX_PART = 0.5;

    private static final int OPEN_FILES_MAX = 1_000;

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final DBOptions database;
    private final List<ColumnFamilyDescriptor> families;

    DatabaseOptions(RocksDbConfiguration configuration, boolean createsIfMissing) {
        long unwrittenBytes = Math.min(configuration.cacheBytes() / 2, UNWRITTEN_MAX_BYTES);
        Cache cache = own(cache(configuration.cacheBytes()));
        WriteBufferManager unwritten = own(new WriteBufferManager(unwrittenBytes, cache));
        ColumnFamilyOptions family = own(family(cache, unwrittenBytes));
        this.database = own(database(configuration.acceptDataLoss()));
        database.setWriteBufferManager(unwritten);
        database.setCreateIfMissing(createsIfMissing);
        database.setCreateMissingColumnFamilies(createsIfMissing);
        this.families = Arrays.stream(Family.values())
                .map(each -> new ColumnFamilyDescriptor(each.nameBytes(), family))
                .toList();
    }

    DBOptions database() {
        return database;
    }

    /** Returns a descriptor for each {@link Family}, in its order. */
    List<ColumnFamilyDescriptor> families() {
        return families;
    }

    @Override
    public void close() {
        owned.forEach(DatabaseOptions::closeOne);
        owned.clear();
    }

    private static Cache cache(long bytes) {
        long shards = Math.max(1, Math.min(CACHE_SHARDS_MAX, bytes / CACHE_SHARD_BYTES_MIN));
        int shardBits = Long.SIZE - 1 - Long.numberOfLeadingZeros(shards);
        return new LRUCache(bytes, shardBits, /* strictCapacityLimit= */ false, CACHE_INDEX_PART);
    }

    private static DBOptions database(boolean acceptsDataLoss) {
        Properties withoutSetter = new Properties();
        withoutSetter.setProperty("track_and_verify_wals_in_manifest", Boolean.toString(!acceptsDataLoss));
        DBOptions options = DBOptions.getDBOptionsFromProps(withoutSetter);
        if (options == null) {
            throw new IllegalStateException("RocksDB does not know track_and_verify_wals_in_manifest");
        }
        return options.setParanoidChecks(true)
                .setWalRecoveryMode(
                        acceptsDataLoss
                                ? WALRecoveryMode.PointInTimeRecovery
                                : WALRecoveryMode.TolerateCorruptedTailRecords)
                .setAvoidFlushDuringRecovery(false)
                .setAllowConcurrentMemtableWrite(false) // there is one writer
                .setMaxTotalWalSize(LOGS_MAX_BYTES)
                .setMaxManifestFileSize(MANIFEST_MAX_BYTES)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setSkipStatsUpdateOnDbOpen(true)
                .setBytesPerSync(MB)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(4)
                .setMaxLogFileSize(MB)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    private ColumnFamilyOptions family(Cache cache, long unwrittenBytes) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(tables(cache))
                .setWriteBufferSize(unwrittenBytes / 2)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setForceConsistencyChecks(true);
    }

    private BlockBasedTableConfig tables(Cache cache) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(INDEX_BLOCK_BYTES)
                .setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)))
                .setOptimizeFiltersForMemory(true)
                .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
    }

    private <T extends AutoCloseable> T own(T object) {
        owned.push(object);
        return object;
    }

    private static void closeOne(AutoCloseable object) {
        try {
            object.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
