package dev.optimist.http.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files and connections the process may have open. */
final class OpenFiles {
    /** Linux's own account, as proc(5) describes it: the soft limit, then the hard one. */
    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static final Pattern SOFT_LIMIT = Pattern.compile("^Max open files +(\\d+|unlimited) ", Pattern.MULTILINE);

    private OpenFiles() {}

    /** Returns the soft limit; empty where nobody tells. */
    static OptionalLong max() {
        OptionalLong read = ofLinux();
        return read.isPresent() ? read : ofManagement();
    }

    private static OptionalLong ofLinux() {
        try {
            return ofLimits(Files.readString(LIMITS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong ofLimits(String limits) {
        Matcher limit = SOFT_LIMIT.matcher(limits);
        if (!limit.find()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(limit.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit.group(1)));
    }

    /** The same from the JVM on any Unix; only where it must be, since loading it takes a fifteenth of a start. */
    static OptionalLong ofManagement() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? OptionalLong.of(system.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }
}
