package dev.optimist.core.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets Jazzer loose on targets, one after the other, in a process each: {@code FuzzRuns SECONDS FOLDER PATTERN
 * TARGET...}. The corpus of each target goes on in its folder from run to run; what a target does not stand is kept
 * beside it.
 */
public final class FuzzRuns {
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    private FuzzRuns() {}

    /** How a run of one target ended. */
    private record Ended(String target, long executions, int exit) {}

    public static void main(String[] arguments) throws Exception {
        long seconds = Long.parseLong(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Pattern wanted = Pattern.compile(arguments[2]);
        boolean found = false;
        for (String target : List.of(arguments).subList(3, arguments.length)) {
            if (wanted.matcher(target).find()) {
                Ended ended = run(target, seconds, folder);
                found |= ended.exit != 0;
                System.out.printf(
                        "%s: %d executions in %d s, %s%n",
                        ended.target, ended.executions, seconds, ended.exit == 0 ? "no finding" : "A FINDING");
            }
        }
        if (found) {
            System.exit(1);
        }
    }

    private static Ended run(String target, long seconds, Path folder) throws Exception {
        Class<?> owner = Class.forName(target);
        Path corpus = folder.resolve(owner.getSimpleName());
        Files.createDirectories(corpus);
        int number = 0;
        for (Map.Entry<String, byte[]> seed : SeedCorpus.load(owner).entrySet()) {
            Files.write(corpus.resolve("seed-" + number++), seed.getValue());
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-XX:-OmitStackTraceInFastThrow",
                        "-XX:+EnableDynamicAgentLoading",
                        "-Dio.netty.noUnsafe=true", // Jazzer's hook of Unsafe fails where Netty's queues use it
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target,
                        "--instrumentation_includes=dev.optimist.**:com.fasterxml.jackson.core.**:io.netty.handler.codec.http.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/" + owner.getSimpleName() + "-",
                        "-max_total_time=" + seconds,
                        "-timeout=20",
                        "-rss_limit_mb=3000",
                        "-print_final_stats=1",
                        corpus.toString())
                .redirectErrorStream(true)
                .start();
        return new Ended(
                target, executions(process, folder.resolve(owner.getSimpleName() + ".log")), process.waitFor());
    }

    private static long executions(Process process, Path log) throws IOException {
        long executions = 0;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                var kept = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                kept.write(line + "\n");
                Matcher count = EXECUTIONS.matcher(line);
                executions = count.find() ? Long.parseLong(count.group(1)) : executions;
            }
        }
        return executions;
    }
}
