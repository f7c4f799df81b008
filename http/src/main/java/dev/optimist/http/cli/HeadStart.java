package dev.optimist.http.cli;

import dev.optimist.core.store.rocksdb.RocksDbStore;
import dev.optimist.http.server.NettyServer;

/**
 * The part of a start that depends on no setting, done on other cores while the settings are read. Whatever fails in it
 * fails again, with a sentence for the user, where it is needed.
 */
final class HeadStart {
    /** Netty's own events for the flight recorder load it at the first buffer, a tenth of the start. */
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    /** Netty's search for buffers that nobody released takes a stack trace for one buffer in 128; tests have it on. */
    private static final String NETTY_LEAKS = "io.netty.leakDetection.level";

    private HeadStart() {}

    /** Begins and returns at once; a process that ends early does not wait for it. */
    static void begin() {
        setUnlessSaid(NETTY_EVENTS, "false");
        setUnlessSaid(NETTY_LEAKS, "disabled");
        begin("optimist-warm-up-store", RocksDbStore::warmUp);
        begin("optimist-warm-up-network", () -> NettyServer.warmUp().block());
    }

    private static void setUnlessSaid(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static void begin(String name, Runnable part) {
        Thread thread = new Thread(part, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, failure) -> {});
        thread.start();
    }
}
