package dev.optimist.http.cli;

import dev.optimist.http.server.InFlight;
import java.util.OptionalLong;

/** How much may be under way at once, by the settings or by what there is. */
final class InFlightLimits {
    private static final int HEAP_PART = 10;

    /** The store's tables and logs, the jar, and the libraries. */
    private static final long FILES = 2_000;

    private static final int CONNECTIONS_UNKNOWN = 10_000;

    private InFlightLimits() {}

    static InFlight.Limits of(SettingValues read) {
        long set = read.get(Settings.MAX_IN_FLIGHT_SIZE).bytes();
        long bytes = set == 0 ? Runtime.getRuntime().maxMemory() / HEAP_PART : set;
        long share = read.get(Settings.MAX_CONNECTION_IN_FLIGHT_SIZE).bytes();
        int connections = read.get(Settings.MAX_CONNECTIONS);
        return new InFlight.Limits(
                bytes,
                share == 0 ? bytes / 2 : share,
                read.get(Settings.MAX_REQUESTS),
                read.get(Settings.MAX_PIPELINED_REQUESTS),
                connections == 0 ? connectionsMax() : connections);
    }

    private static int connectionsMax() {
        OptionalLong files = OpenFiles.max();
        return files.isPresent() ? besideOthers(files.getAsLong()) : CONNECTIONS_UNKNOWN;
    }

    private static int besideOthers(long files) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(files - FILES, files / 2));
    }
}
