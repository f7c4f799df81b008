package dev.optimist.http.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FaultsIT {
    @TempDir
    private static Path folder;

    @Nested
    class InMemory implements FaultsContract {
        @RegisterExtension
        static final OptimistExtension OPTIMIST = OptimistExtension.of(OptimistServer.inMemory());

        @Override
        public OptimistServer server() {
            return OPTIMIST.server();
        }
    }

    @Nested
    class OnFolder implements FaultsContract {
        @RegisterExtension
        final OptimistExtension optimist = OptimistExtension.of(OptimistServer.onFolder(folder));

        @Override
        public OptimistServer server() {
            return optimist.server();
        }
    }
}
