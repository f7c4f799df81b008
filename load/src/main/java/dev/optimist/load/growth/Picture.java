package dev.optimist.load.growth;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** Panels side by side in one PNG, on white, so that it is readable on a dark page too. */
final class Picture {
    private static final int PANEL_WIDTH = 480;
    private static final int PANEL_HEIGHT = 360;

    /** Twice as many pixels as the panels are wide, for sharp letters. */
    private static final int SCALE = 2;

    private static final String WHOLE_NUMBERS = "#,##0";

    private Picture() {}

    static void write(List<Panel> panels, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        BufferedImage image = new BufferedImage(
                SCALE * PANEL_WIDTH * panels.size(), SCALE * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.scale(SCALE, SCALE);
        for (Panel panel : panels) {
            chart(panel).paint(canvas, PANEL_WIDTH, PANEL_HEIGHT);
            canvas.translate(PANEL_WIDTH, 0);
        }
        canvas.dispose();
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static XYChart chart(Panel panel) {
        XYChart chart = new XYChartBuilder()
                .width(PANEL_WIDTH)
                .height(PANEL_HEIGHT)
                .title(panel.title())
                .xAxisTitle(panel.xTitle())
                .yAxisTitle(panel.yTitle())
                .build();
        style(chart.getStyler(), panel);
        panel.curves().stream()
                .map(curve -> panel.yLogarithmic() ? curve.positive() : curve)
                .filter(curve -> !curve.xs().isEmpty())
                .forEach(curve -> chart.addSeries(curve.name(), curve.xs(), curve.ys()));
        return chart;
    }

    private static void style(XYStyler styler, Panel panel) {
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setXAxisLogarithmic(true);
        styler.setXAxisDecimalPattern(WHOLE_NUMBERS);
        styler.setYAxisDecimalPattern(WHOLE_NUMBERS);
        if (panel.yLogarithmic()) {
            styler.setYAxisLogarithmic(true);
        } else {
            styler.setYAxisMin(0.0);
        }
    }
}
