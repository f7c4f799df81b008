package dev.optimist.http.cli;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.http.cli.OptimistConfiguration.Storage;
import dev.optimist.http.security.Accounts.FirstCredential;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executable jar's entry point: reads the configuration, starts the server, stops it when the process is told to. */
public final class Main {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_STORE_FAILED = 3;

    private Main() {}

    public static void main(String[] arguments) {
        if (OperationCommands.areFor(List.of(arguments))) {
            System.exit(OperationCommands.run(List.of(arguments)));
        }
        HeadStart.begin();
        int exit = run(List.of(arguments), System.getenv());
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /** Returns the exit code of what has ended already; 0 also where a server is running now. */
    static int run(List<String> arguments, Map<String, String> environment) {
        if (AccountCommands.take(arguments)) {
            return AccountCommands.run(arguments, environment, Terminal.ofProcess());
        }
        ConfigurationReader.Outcome outcome = ConfigurationReader.read(arguments, environment);
        if (outcome instanceof ConfigurationReader.Outcome.Refuse refuse) {
            refuse.problems().forEach(problem -> System.err.println("optimist: " + problem));
            System.err.println("optimist: see --help");
            return EXIT_USAGE;
        }
        if (outcome instanceof ConfigurationReader.Outcome.Print print) {
            System.out.print(print.text());
            return 0;
        }
        return start((ConfigurationReader.Outcome.Run) outcome);
    }

    private static int start(ConfigurationReader.Outcome.Run run) {
        try {
            run.configuration().operations().logFiles().ifPresent(LogConfiguration::addFiles);
            RunningServer server = RunningServer.start(run.configuration());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, run), "optimist-stop"));
            report(server, run);
            server.firstCredential().ifPresent(Main::tellOnce);
            server.failed().subscribe(Main::storeFailed);
            server.warmUp();
            return 0;
        } catch (StartException e) {
            System.err.println("optimist: " + e.getMessage());
            return EXIT_FAILED;
        }
    }

    private static void report(RunningServer server, ConfigurationReader.Outcome.Run run) {
        Logger log = log();
        run.table().forEach(log::info);
        log.info("Optimist {} listens on {}", ConfigurationReader.version(), server.url());
        if (inMemory(run)) {
            log.warn("NOTHING IS DURABLE: documents are kept in memory alone, and gone when this process ends");
        }
    }

    /** Not through the log, which is kept. */
    private static void tellOnce(FirstCredential first) {
        System.out.println();
        System.out.println("There was no user yet. User [" + first.user()
                + "] may do everything; the password, which is" + " shown this once:");
        System.out.println();
        System.out.println("    " + first.password());
        System.out.println();
    }

    private static boolean inMemory(ConfigurationReader.Outcome.Run run) {
        return run.configuration().storage().kind() == Storage.Kind.MEMORY;
    }

    /** Ends the process by a thread of its own, as the one that comes here has answers to give still. */
    private static void storeFailed(StoreFailedException failure) {
        log().error("The store failed, so that no write can be acknowledged any more: {}", failure.reason());
        new Thread(() -> System.exit(EXIT_STORE_FAILED), "optimist-exit").start();
    }

    /** Ends the process by itself: told to stop and stopped well is success. */
    private static void stop(RunningServer server, ConfigurationReader.Outcome.Run run) {
        Logger log = log();
        try {
            log.info("Stopping: finishing what is under way");
            server.close();
            if (server.failure().isEmpty()) {
                log.info(inMemory(run) ? "Stopped: everything is gone" : "Stopped: everything is on disk");
                Runtime.getRuntime().halt(0);
            }
        } catch (RuntimeException e) {
            if (server.failure().isEmpty()) {
                log.error("Could not stop in good order", e);
                Runtime.getRuntime().halt(EXIT_FAILED);
            }
        }
        log.error("Stopped: what was acknowledged is on disk; what was answered with outcome unknown may be");
        Runtime.getRuntime().halt(EXIT_STORE_FAILED);
    }

    private static Logger log() {
        return LoggerFactory.getLogger("optimist");
    }
}
