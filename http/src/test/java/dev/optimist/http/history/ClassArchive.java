package dev.optimist.http.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive of classes from which servers start here, as the service and the container do: without it most of the time of
 * a harness that starts hundreds of them would be the loading of classes. Made once for a jar.
 */
final class ClassArchive {
    private ClassArchive() {}

    /** Returns the option for a JVM that is to start the jar. */
    static synchronized String option(Path jar) {
        Path file = jar.resolveSibling("optimist.jsa");
        try {
            if (!Files.exists(file) || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                make(file, jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "-XX:SharedArchiveFile=" + file;
    }

    private static void make(Path file, Path jar) throws IOException {
        Files.deleteIfExists(file);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ArchiveClassesAtExit=" + file,
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString(),
                "--port=0",
                "--data=" + file.resolveSibling("archived"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            boolean listens = false;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (!listens && line.contains("listens on")) {
                    listens = true;
                    process.toHandle().destroy(); // leaves the stream open
                }
            }
        }
    }
}
