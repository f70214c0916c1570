package dev.procpool.demo.chart;

import java.util.List;

/**
 * A curve.
 *
 * @param label for the legend; curves of several panels that have the same one have one line there
 * @param colour as CSS has it
 * @param dashed for what was not measured; it has no dots
 * @param points from left to right; both coordinates are positive
 */
public record Series(String label, String colour, boolean dashed, List<Point> points) {

    /** A point in the units of the axes. */
    public record Point(double x, double y) {

        public Point {
            if (!(x > 0 && y > 0 && x < Double.POSITIVE_INFINITY && y < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a point on logarithmic axes must be positive and finite: x=" + x + ", y=" + y);
            }
        }
    }

    public Series {
        points = List.copyOf(points);
    }
}
