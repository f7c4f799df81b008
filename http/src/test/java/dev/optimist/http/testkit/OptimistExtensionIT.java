package dev.optimist.http.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class OptimistExtensionIT {
    private static final Set<Integer> SHARED_PORTS = ConcurrentHashMap.newKeySet();

    @Nested
    @ExtendWith(OptimistExtension.class)
    class Shared {
        @RepeatedTest(2)
        void parameter_ofATest_isTheServerThatAllShare(OptimistServer server, URI url) {
            SHARED_PORTS.add(server.port());
            assertThat(SHARED_PORTS).as("one server per JVM").hasSize(1);
            assertThat(url).as("its URL").isEqualTo(server.url());
        }

        @RepeatedTest(2)
        void document_ofATest_isNotSeenByTheNext(OptimistServer server) {
            assertThat(Requests.to(server).status("PUT", "/stock/_create/1", "{}"))
                    .as("nothing is left of the test before")
                    .isEqualTo(201);
        }
    }

    @Nested
    @ExtendWith(OptimistExtension.class)
    class SharedToo {
        @Test
        void parameter_ofAnotherClass_isTheSameServer(OptimistServer server) {
            SHARED_PORTS.add(server.port());
            assertThat(SHARED_PORTS).as("one server per JVM").hasSize(1);
        }
    }

    @Nested
    class OfItsOwn {
        @RegisterExtension
        static final OptimistExtension OPTIMIST =
                OptimistExtension.of(OptimistServer.inMemory().apiCompat(7));

        private static int port;

        @BeforeAll
        static void remember(OptimistServer server) {
            port = server.port();
        }

        @RepeatedTest(2)
        void server_ofAClass_isTheSameForAllItsTests() {
            assertThat(OPTIMIST.server().port()).as("one per class").isEqualTo(port);
        }
    }

    @Nested
    class OfEachTest {
        private static final Set<OptimistServer> SEEN = ConcurrentHashMap.newKeySet();

        @RegisterExtension
        final OptimistExtension optimist = OptimistExtension.of(OptimistServer.inMemory());

        @RepeatedTest(2)
        void server_ofATest_isItsOwn() {
            assertThat(SEEN.add(optimist.server())).as("one per test").isTrue();
        }
    }
}
