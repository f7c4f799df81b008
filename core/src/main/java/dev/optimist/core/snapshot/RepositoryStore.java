package dev.optimist.core.snapshot;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.source.JsonMaps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The snapshots in the folder of one repository, a folder each. Blocks.
 *
 * <p><b>Durability.</b> A snapshot is made under a name that begins with a dot and gets its own once all of it is on the
 * medium, so that a crash leaves no half of one. A repository has one writer.
 */
final class RepositoryStore {
    private static final String UNFINISHED = ".unfinished-";
    private static final String DESCRIPTION = "snapshot.json";

    private final String repository;
    private final Path folder;

    RepositoryStore(String repository, Path folder) {
        this.repository = repository;
        this.folder = folder;
    }

    /** Makes the folder where there is none, and finds out whether it can be written to. */
    void verify() {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".tests-", ""));
        } catch (IOException e) {
            throw RequestException.of(
                    ErrorKind.REPOSITORY_VERIFICATION,
                    "[" + repository + "] path [" + folder + "] is not accessible: " + e);
        }
    }

    Path unfinished(String uuid) {
        return folder.resolve(UNFINISHED + uuid);
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** Gives a checkpoint that was written its description and its name. */
    Snapshot finish(Path written, Snapshot snapshot) {
        try {
            Files.write(
                    written.resolve(DESCRIPTION),
                    JsonMaps.write(snapshot),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            sync(written);
            Files.move(written, folder.resolve(snapshot.snapshot()), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
            return snapshot;
        } catch (IOException e) {
            throw failed("writing [" + snapshot.snapshot() + "]", e);
        }
    }

    /** Removes what a crash, or a failure, left of snapshots that were being made. */
    void removeUnfinished() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(UNFINISHED)) {
                    deleteAll(file);
                }
            }
        } catch (NoSuchFileException e) {
            verify();
        } catch (IOException e) {
            throw failed("removing what is unfinished", e);
        }
    }

    /** Returns all snapshots, the earliest first. */
    List<Snapshot> all() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparingLong(Snapshot::startMillis).thenComparing(Snapshot::snapshot))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("listing", e);
        }
    }

    /** Deletes a snapshot; first its name goes, so that a crash leaves no half of one. */
    void delete(String name) {
        Path doomed = unfinished("deleted-" + name);
        try {
            Files.move(folder.resolve(name), doomed, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
            deleteAll(doomed);
        } catch (IOException e) {
            throw failed("deleting [" + name + "]", e);
        }
    }

    private static Optional<Snapshot> read(Path snapshot) {
        try {
            return Optional.of(JsonMaps.read(Files.readAllBytes(snapshot.resolve(DESCRIPTION)), Snapshot.class));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // something else lies there
        }
    }

    private static void deleteAll(Path doomed) throws IOException {
        Files.walkFileTree(doomed, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(/* metaData= */ true);
        }
    }

    private RequestException failed(String doing, IOException cause) {
        return RequestException.of(ErrorKind.REPOSITORY, "[" + repository + "] " + doing + " failed: " + cause);
    }
}
