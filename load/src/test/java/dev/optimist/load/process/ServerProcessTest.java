package dev.optimist.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    private Path folder;

    @Test
    void optimist_notBuilt_saysHowToBuildIt() {
        assertThatIOException()
                .isThrownBy(() -> ServerProcess.optimist(folder.resolve("optimist.jar"), folder, List.of()))
                .withMessageContaining("mvn -q -DskipTests package");
    }

    @Test
    void mainClass_thatEndsAtOnce_showsWhatItSaid() {
        assertThatIOException()
                .isThrownBy(() -> ServerProcess.mainClass(Failing.class, folder, List.of()))
                .withMessageContaining("no such luck");
    }

    @Test
    void serverJar_liesInTheModuleBeside() {
        Places places = Places.ofCode(Path.of("/repo/load/target/optimist-load.jar"));

        assertThat(places.serverJar()).isEqualTo(Path.of("/repo/http/target/optimist.jar"));
    }

    /** A server that does not start. */
    static final class Failing {
        private Failing() {}

        public static void main(String[] args) {
            System.err.println("no such luck");
            System.exit(1);
        }
    }
}
