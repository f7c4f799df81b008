package dev.optimist.load.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    private static final Panel PANEL = new Panel(
            "Connections",
            "connections",
            "requests/s",
            /* yLogarithmic= */ false,
            List.of(new Curve("GET", List.of(1.0, 64.0, 4096.0), List.of(9_000.0, 80_000.0, 70_000.0))));

    @Test
    void picture_hasThePanelsSideBySide(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("doc/growth.png");

        Picture.write(List.of(PANEL, PANEL), file);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(2 * 2 * 480);
        assertThat(image.getHeight()).isEqualTo(2 * 360);
    }

    @Test
    void picture_ofALogarithmicPanel_leavesOutWhereNothingSucceeded(@TempDir Path folder) throws Exception {
        Curve curve = new Curve("PUT", List.of(1.0, 64.0), List.of(0.0, 80_000.0));
        Curve nothing = new Curve("GET", List.of(1.0, 64.0), List.of(0.0, 0.0));
        Panel panel = new Panel("Size", "bytes", "MB/s", /* yLogarithmic= */ true, List.of(curve, nothing));
        Path file = folder.resolve("growth.png");

        Picture.write(List.of(panel), file);

        assertThat(file).isNotEmptyFile();
    }

    @Test
    void table_hasALineForEachStep() {
        assertThat(PANEL.table().lines()).contains("| connections | GET, requests/s |", "| 64 | 80,000 |");
    }
}
