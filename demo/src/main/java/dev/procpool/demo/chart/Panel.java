package dev.procpool.demo.chart;

import dev.procpool.demo.chart.Series.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Curves over a pair of logarithmic axes.
 *
 * @param xLabel what the axis shows, with its unit
 * @param xTick the text at a power of ten
 */
public record Panel(
        String title,
        String xLabel,
        DoubleFunction<String> xTick,
        String yLabel,
        DoubleFunction<String> yTick,
        List<Series> series) {

    private static final String GRID = "#dddddd";
    private static final String FRAME = "#888888";
    private static final int TITLE_SIZE = 15;
    private static final int TEXT_SIZE = 12;

    public Panel {
        series = List.copyOf(series);
    }

    /** Draws within these edges; the labels of the axes stand outside, left and below. */
    void draw(Svg svg, double left, double top, double right, double bottom) {
        LogAxis x = LogAxis.over(points().stream().mapToDouble(Point::x), left, right);
        LogAxis y = LogAxis.over(points().stream().mapToDouble(Point::y), bottom, top);
        svg.text(left, top - 12, TITLE_SIZE, Svg.Anchor.START, title);
        for (double tick : x.ticks()) {
            svg.line(x.pixel(tick), top, x.pixel(tick), bottom, GRID, 1);
            svg.text(x.pixel(tick), bottom + 18, TEXT_SIZE, Svg.Anchor.MIDDLE, xTick.apply(tick));
        }
        for (double tick : y.ticks()) {
            svg.line(left, y.pixel(tick), right, y.pixel(tick), GRID, 1);
            svg.text(left - 8, y.pixel(tick) + 4, TEXT_SIZE, Svg.Anchor.END, yTick.apply(tick));
        }
        svg.line(left, bottom, right, bottom, FRAME, 1);
        svg.line(left, top, left, bottom, FRAME, 1);
        svg.text((left + right) / 2, bottom + 38, TEXT_SIZE, Svg.Anchor.MIDDLE, xLabel);
        svg.upright(left - 62, (top + bottom) / 2, TEXT_SIZE, yLabel);
        series.forEach(each -> draw(svg, each, x, y));
    }

    private static void draw(Svg svg, Series series, LogAxis x, LogAxis y) {
        List<Double> path = new ArrayList<>();
        for (Point point : series.points()) {
            path.add(x.pixel(point.x()));
            path.add(y.pixel(point.y()));
        }
        svg.polyline(path, series.colour(), series.dashed());
        if (!series.dashed()) {
            series.points().forEach(point -> svg.dot(x.pixel(point.x()), y.pixel(point.y()), series.colour()));
        }
    }

    private List<Point> points() {
        return series.stream().flatMap(each -> each.points().stream()).toList();
    }
}
