package dev.optimist.load.growth;

import java.util.ArrayList;
import java.util.List;

/** A line of a panel, point by point. */
record Curve(String name, List<Double> xs, List<Double> ys) {
    Curve(String name) {
        this(name, new ArrayList<>(), new ArrayList<>());
    }

    void add(double x, double y) {
        xs.add(x);
        ys.add(y);
    }
}
