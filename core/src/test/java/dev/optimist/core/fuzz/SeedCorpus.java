package dev.optimist.core.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The seeds of a target: in {@code /fuzz/NAME.txt} one a line, with {@code \n \r \t \\ \xHH}, and in {@code /fuzz/NAME/}
 * one a file, as a fuzzer found them.
 */
public final class SeedCorpus {
    private static final int MUTANTS = 60;
    private static final Duration HANGS_AFTER = Duration.ofSeconds(30);

    private SeedCorpus() {}

    /** Makes a test of each seed, with some mutants of it, always the same ones. */
    public static Stream<DynamicTest> tests(Class<?> owner, FuzzTarget target) {
        Map<String, byte[]> seeds = load(owner);
        List<byte[]> all = List.copyOf(seeds.values());
        return seeds.entrySet().stream()
                .map(seed -> DynamicTest.dynamicTest(
                        seed.getKey(),
                        () -> assertTimeoutPreemptively(HANGS_AFTER, () -> run(target, seed.getValue(), all))));
    }

    private static void run(FuzzTarget target, byte[] seed, List<byte[]> others) throws Exception {
        target.run(seed);
        Random random = new Random(Arrays.hashCode(seed));
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutant(seed, others, random);
            try {
                target.run(mutant);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("mutant " + i + ": " + escaped(mutant), failure);
            }
        }
    }

    private static byte[] mutant(byte[] seed, List<byte[]> others, Random random) {
        byte[] bytes = seed.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes = changed(bytes, others, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, List<byte[]> others, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        int to = at + random.nextInt(Math.min(8, bytes.length - at) + 1);
        return switch (random.nextInt(5)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
            case 2 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
            case 3 -> {
                byte[] other = others.get(random.nextInt(others.size()));
                yield joined(
                        Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, Math.min(at, other.length), other.length));
            }
            default ->
                joined(
                        Arrays.copyOf(bytes, at),
                        new byte[] {(byte) random.nextInt(256)},
                        Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Loads the seeds of the target that a class holds, by their names. */
    public static Map<String, byte[]> load(Class<?> owner) {
        String name = "/fuzz/" + owner.getSimpleName();
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        try {
            URL lines = owner.getResource(name + ".txt");
            if (lines == null) {
                throw new IllegalStateException("no seeds: " + name + ".txt");
            }
            for (String line : Files.readAllLines(Path.of(lines.toURI()), StandardCharsets.UTF_8)) {
                seeds.put("seed " + (seeds.size() + 1) + ": " + line, unescaped(line));
            }
            URL files = owner.getResource(name);
            if (files != null) {
                for (Path file : filesOf(Path.of(files.toURI()))) {
                    seeds.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
            return seeds;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] unescaped(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        int i = 0;
        while (i < text.length) {
            byte next = text[i++];
            if (next != '\\' || i == text.length) {
                bytes.write(next);
                continue;
            }
            byte escaped = text[i++];
            switch (escaped) {
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case 'x' -> {
                    bytes.write(Integer.parseInt(new String(text, i, 2, StandardCharsets.US_ASCII), 16));
                    i += 2;
                }
                default -> bytes.write(escaped);
            }
        }
        return bytes.toByteArray();
    }

    /** Returns bytes as a line of a file of seeds. */
    public static String escaped(byte[] bytes) {
        StringBuilder line = new StringBuilder();
        for (byte b : bytes) {
            int c = b & 0xFF;
            line.append(c == '\\' ? "\\\\" : c >= 0x20 && c < 0x7F ? String.valueOf((char) c) : "\\x%02X".formatted(c));
        }
        return line.toString();
    }
}
