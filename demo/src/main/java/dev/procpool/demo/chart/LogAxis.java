package dev.procpool.demo.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** A logarithmic axis over whole decades. */
final class LogAxis {

    private final int fromExponent;
    private final int toExponent;
    private final double fromPixel;
    private final double toPixel;

    private LogAxis(int fromExponent, int toExponent, double fromPixel, double toPixel) {
        this.fromExponent = fromExponent;
        this.toExponent = toExponent;
        this.fromPixel = fromPixel;
        this.toPixel = toPixel;
    }

    /** One over all these values, and over at least one decade. */
    static LogAxis over(DoubleStream values, double fromPixel, double toPixel) {
        var exponents = values.map(Math::log10).summaryStatistics();
        if (exponents.getCount() == 0) {
            return new LogAxis(0, 1, fromPixel, toPixel);
        }
        int from = (int) Math.floor(exponents.getMin());
        int to = Math.max(from + 1, (int) Math.ceil(exponents.getMax()));
        return new LogAxis(from, to, fromPixel, toPixel);
    }

    double pixel(double value) {
        double part = (Math.log10(value) - fromExponent) / (toExponent - fromExponent);
        return fromPixel + part * (toPixel - fromPixel);
    }

    /** The powers of ten, both ends included. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int exponent = fromExponent; exponent <= toExponent; exponent++) {
            ticks.add(Math.pow(10, exponent));
        }
        return ticks;
    }
}
