package dev.optimist.load.process;

import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Where the repository's build puts things, found from where this class was loaded.
 *
 * @param loadTarget the folder that this module is built into
 */
public record Places(Path loadTarget) {
    /** Finds the places of the running program. */
    public static Places ofThisProgram() {
        try {
            Path code = Path.of(Places.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return ofCode(code.toAbsolutePath());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class is loaded from a file", e);
        }
    }

    /** {@code code} is the jar or the folder of classes; both lie in the module's target. */
    static Places ofCode(Path code) {
        Path target = code.getParent();
        if (target == null) {
            throw new IllegalStateException("not in a folder: " + code);
        }
        return new Places(target);
    }

    /** Returns the jar of the server that is built beside this module. */
    public Path serverJar() {
        return loadTarget.resolve("../../http/target/optimist.jar").normalize();
    }

    /** Returns the file of the ratios that were recorded. */
    public Path ratios() {
        return loadTarget.resolve("../ratios.csv").normalize();
    }

    /** Returns the picture of growth that the repository holds. */
    public Path growthPicture() {
        return loadTarget.resolve("../src/doc/growth.png").normalize();
    }

    /** Returns where Gatling's reports are kept. */
    public Path reports() {
        return loadTarget.resolve("gatling");
    }

    /** Returns where servers that are started here have their logs and data. */
    public Path servers() {
        return loadTarget.resolve("servers");
    }
}
