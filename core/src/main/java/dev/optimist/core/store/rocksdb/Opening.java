package dev.optimist.core.store.rocksdb;

/**
 * The steps of opening a store, each of which may refuse; what earlier ones hold is then let go of.
 *
 * <p><b>Ordering.</b> The lock comes before anything is read. The manifest is checked before RocksDB may delete what it
 * does not name. The opening is counted, durably, before anything is served; of a
 * copy it is counted before its stamp goes, so that a crash between the two counts once more.
 */
final class Opening {
    private final RocksDbConfiguration configuration;
    private final Writer.Medium medium;
    private final Resources resources = new Resources();

    private Opening(RocksDbConfiguration configuration, Writer.Medium medium) {
        this.configuration = configuration;
        this.medium = medium;
    }

    static RocksDbStore open(RocksDbConfiguration configuration, Writer.Medium medium) {
        Opening opening = new Opening(configuration, medium);
        try {
            return opening.open();
        } catch (RuntimeException | Error e) {
            opening.resources.close();
            throw e;
        }
    }

    private RocksDbStore open() {
        StoreFolder folder = new StoreFolder(configuration.folder());
        folder.make();
        resources.hold(FolderLock.take(folder));
        CopyStamp.requireWhole(folder);
        NativeLibrary.load(folder);
        HighWaterMark mark = resources.hold(HighWaterMark.open(folder, configuration.acceptDataLoss()));
        mark.requireManifest();
        Database database = resources.hold(Database.open(folder.database(), configuration, mark.isNew()));
        mark.requireReached(database.latestSequence());
        return serve(folder, mark, database);
    }

    private RocksDbStore serve(StoreFolder folder, HighWaterMark mark, Database database) {
        StoreHeader kept = header(folder, database);
        CopyStamp stamp = CopyStamp.of(folder);
        Writer writer = new Writer(database, medium);
        MarkKeeper keeper = resources.hold(new MarkKeeper(database, folder.database(), mark.file(), writer::fail));
        resources.hold(() -> flush(writer, database));
        resources.hold(writer);
        StoreHeader header = count(kept, writer, stamp);
        stamp.remove();
        keeper.start(database.latestSequence());
        writer.onDurable(keeper::reached);
        StorageThreads threads = resources.hold(new StorageThreads(configuration));
        return new RocksDbStore(database, writer, threads, header, resources);
    }

    private static StoreHeader header(StoreFolder folder, Database database) {
        byte[] kept = database.get(Family.HEADER, StoreHeader.KEY);
        return kept == null ? StoreHeader.NEW : StoreHeader.read(kept, folder);
    }

    private static StoreHeader count(StoreHeader kept, Writer writer, CopyStamp stamp) {
        return writer.run(write -> {
            StoreHeader counted = stamp.counted(kept, System.currentTimeMillis());
            write.put(Family.HEADER, StoreHeader.KEY, counted.write());
            write.sync();
            return counted;
        });
    }

    // A log that was written in full needs no reading at the next opening. After a failed write it is left alone.
    private static void flush(Writer writer, Database database) {
        if (!writer.failed()) {
            database.flush();
        }
    }
}
