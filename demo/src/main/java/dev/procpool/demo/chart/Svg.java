package dev.procpool.demo.chart;

import java.util.List;
import java.util.Locale;

/** Elements of an SVG document, one after the other. Lengths are in pixels. One thread only. */
final class Svg {

    /** Where a text's x is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder elements = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    /** @param title for those who cannot see it */
    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    void line(double x1, double y1, double x2, double y2, String colour, double strokeWidth) {
        add(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>",
                number(x1), number(y1), number(x2), number(y2), escaped(colour), number(strokeWidth));
    }

    /** @param points alternately x and y */
    void polyline(List<Double> points, String colour, boolean dashed) {
        var path = new StringBuilder();
        for (int i = 0; i < points.size(); i += 2) {
            path.append(i == 0 ? "" : " ")
                    .append(number(points.get(i)))
                    .append(',')
                    .append(number(points.get(i + 1)));
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>",
                path, escaped(colour), dashed ? " stroke-dasharray=\"5 4\"" : "");
    }

    void dot(double x, double y, String colour) {
        add("<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" fill=\"%s\"/>", number(x), number(y), escaped(colour));
    }

    void text(double x, double y, int size, Anchor anchor, String text) {
        add(
                "<text x=\"%s\" y=\"%s\" font-size=\"%d\" text-anchor=\"%s\">%s</text>",
                number(x), number(y), size, anchor.name().toLowerCase(Locale.ROOT), escaped(text));
    }

    /** Text that is read from below. */
    void upright(double x, double y, int size, String text) {
        add(
                "<text transform=\"translate(%s %s) rotate(-90)\" font-size=\"%d\" text-anchor=\"middle\">%s</text>",
                number(x), number(y), size, escaped(text));
    }

    /** The whole document, on white: it is read on dark pages, too. */
    String document() {
        return String.format(Locale.ROOT, """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" \
                font-family="Helvetica, Arial, sans-serif" fill="#222222">
                <title>%3$s</title>
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %4$s</svg>
                """, width, height, escaped(title), elements);
    }

    private void add(String format, Object... arguments) {
        elements.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** What XML 1.0 does not allow at all becomes a question mark. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isAllowed(character) ? character : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int character) {
        return character == '\t'
                || character == '\n'
                || character >= ' ' && character <= 0xD7FF
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000;
    }
}
