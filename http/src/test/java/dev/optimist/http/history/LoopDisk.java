package dev.optimist.http.history;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** An ext4 file system of its own, whose power can be cut: what was not synced is gone then. Needs root. */
final class LoopDisk implements AutoCloseable {
    private static final long BYTES = 256L << 20;

    /** FS_IOC_SHUTDOWN with FS_SHUTDOWN_FLAGS_NOLOGFLUSH: nothing that is dirty is written any more, nor the journal. */
    private static final String SHUT_DOWN = "open(my $d, '<', $ARGV[0]) or die $!; my $flag = pack('L', 2);"
            + " syswrite(STDOUT, 'r'); sysread(STDIN, my $go, 1); ioctl($d, 0x8004587d, $flag) or die $!";

    private final Path image;
    private final Path mountPoint;

    private LoopDisk(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    static LoopDisk make(Path folder) throws IOException {
        LoopDisk disk = new LoopDisk(folder.resolve("disk"), folder.resolve("mounted"));
        try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        Files.createDirectories(disk.mountPoint);
        Commands.run("mkfs.ext4", "-q", "-F", disk.image.toString());
        disk.mount();
        return disk;
    }

    Path mountPoint() {
        return mountPoint;
    }

    private void mount() throws IOException {
        Commands.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
    }

    /**
     * Cuts the power: from now on every access fails. Returns {@link System#nanoTime()} of just before. What is
     * acknowledged later counts for nothing, for a machine without power acknowledges nothing, whereas this kernel may:
     * a sync that meets the cut finds that the transaction it would wait for has ended, and not that it was aborted.
     */
    long cut() throws IOException {
        return Commands.runOnceReady("perl", "-e", SHUT_DOWN, mountPoint.toString());
    }

    /** Brings the power back; nobody may hold a file any more. */
    void restore() throws IOException {
        Commands.run("umount", mountPoint.toString());
        mount();
    }

    @Override
    public void close() throws IOException {
        Commands.run("umount", mountPoint.toString());
        Files.delete(image);
    }
}
