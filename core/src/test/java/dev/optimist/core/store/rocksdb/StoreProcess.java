package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second process that opens the store of the folder it is given, and prints what came of it. */
final class StoreProcess {
    private StoreProcess() {}

    /** Runs it and returns what it printed. */
    static String run(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName(),
                        folder.toString())
                .start();
        byte[] printed = process.getInputStream().readAllBytes();
        return new String(printed, StandardCharsets.UTF_8).strip();
    }

    public static void main(String[] arguments) {
        try {
            RocksDbStore.open(RocksDbConfiguration.of(Path.of(arguments[0])))
                    .close()
                    .block();
            System.out.println("opened");
        } catch (StoreFailedException e) {
            System.out.println(e.reason());
        }
    }
}
