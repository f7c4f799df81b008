package dev.optimist.http.cli;

import dev.optimist.core.index.Uuids;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import dev.optimist.http.server.NettyServer;
import java.net.InetAddress;

/**
 * The part of a start that depends on no setting, done on other cores while the settings are read. Whatever fails in it
 * fails again, with a sentence for the user, where it is needed.
 */
final class HeadStart {
    /** Netty's own events for the flight recorder load it at the first buffer, a tenth of the start. */
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    /** Netty's search for buffers that nobody released takes a stack trace for one buffer in 128; tests have it on. */
    private static final String NETTY_LEAKS = "io.netty.leakDetection.level";

    /** SLF4J looks through the whole class path for who logs, unless it is told. */
    private static final String LOGGING = "slf4j.provider";

    /** From which level on SLF4J tells of itself: it warns of what was logged while it was set up, though it keeps that. */
    private static final String LOGGING_OF_LOGGING = "slf4j.internal.verbosity";

    private HeadStart() {}

    /** Begins and returns at once; a process that ends early does not wait for it. */
    static void begin() {
        setUnlessSaid(NETTY_EVENTS, "false");
        setUnlessSaid(NETTY_LEAKS, "disabled");
        setUnlessSaid(LOGGING_OF_LOGGING, "ERROR");
        setUnlessSaid(LOGGING, "ch.qos.logback.classic.spi.LogbackServiceProvider");
        initializeAddresses();
        begin("optimist-warm-up-store", () -> {
            RocksDbStore.warmUp();
            Uuids.initialize();
        });
        begin("optimist-warm-up-network", () -> NettyServer.warmUp().block());
    }

    /**
     * While Netty's library is loaded it has this class initialized, under the JVM's lock for native libraries; and the class
     * takes that lock as it is initialized, for one of its own. Two threads that did so at once would never come on.
     */
    private static void initializeAddresses() {
        InetAddress.getLoopbackAddress();
    }

    private static void setUnlessSaid(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Begins a part of a start on a thread of its own, which the process does not wait for. */
    static void begin(String name, Runnable part) {
        Thread thread = new Thread(part, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, failure) -> {});
        thread.start();
    }
}
