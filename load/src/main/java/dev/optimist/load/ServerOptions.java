package dev.optimist.load;

import dev.optimist.load.process.Places;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command is for: one that runs, or one that it starts. */
final class ServerOptions {
    @Option(
            names = "--url",
            description = "A server that runs already. Without it one is started, and stopped at the end.")
    @Nullable
    URI url;

    @Option(names = "--server-jar", description = "The server to start (default: the one that this repository built).")
    Path serverJar = Places.ofThisProgram().serverJar();

    @Option(
            names = "--folder",
            description = "Where servers that are started have their logs and data (default: ${DEFAULT-VALUE}). A real"
                    + " disk, or durable writes cost nothing.")
    Path folder = Places.ofThisProgram().servers();

    @Option(names = "--java-option", description = "An option for the JVM of servers that are started; repeatable.")
    List<String> jvmOptions = List.of();
}
