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

    /** Returns the points that a logarithmic axis has a place for: where nothing succeeded there is none. */
    Curve positive() {
        Curve positive = new Curve(name);
        for (int i = 0; i < ys.size(); i++) {
            if (ys.get(i) > 0) {
                positive.add(xs.get(i), ys.get(i));
            }
        }
        return positive;
    }
}
