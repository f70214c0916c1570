package dev.procpool.demo.chart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Panels side by side under one heading, above one legend. */
public final class Picture {

    private static final int PANEL_WIDTH = 400;
    private static final int PANEL_HEIGHT = 340;
    private static final int TOP = 100;
    private static final int LEFT = 90;
    private static final int GAP = 110;
    private static final int RIGHT = 30;
    private static final int LABELS_HEIGHT = 64;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMNS = 3;
    private static final int KEY_WIDTH = 28;
    private static final int TITLE_SIZE = 18;
    private static final int TEXT_SIZE = 13;

    private Picture() {}

    /** An SVG document. */
    public static String svg(String title, String subtitle, List<Panel> panels) {
        Map<String, Series> legend = new LinkedHashMap<>();
        panels.forEach(panel -> panel.series().forEach(each -> legend.putIfAbsent(each.label(), each)));
        int width = LEFT + panels.size() * (PANEL_WIDTH + GAP) - GAP + RIGHT;
        int legendTop = TOP + PANEL_HEIGHT + LABELS_HEIGHT;
        int rows = (legend.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
        var svg = new Svg(width, legendTop + rows * LEGEND_ROW + LEGEND_ROW / 2, title);
        svg.text(LEFT, 32, TITLE_SIZE, Svg.Anchor.START, title);
        svg.text(LEFT, 54, TEXT_SIZE, Svg.Anchor.START, subtitle);
        int left = LEFT;
        for (Panel panel : panels) {
            panel.draw(svg, left, TOP, left + PANEL_WIDTH, TOP + PANEL_HEIGHT);
            left += PANEL_WIDTH + GAP;
        }
        drawLegend(svg, List.copyOf(legend.values()), legendTop, (double) (width - LEFT) / LEGEND_COLUMNS);
        return svg.document();
    }

    private static void drawLegend(Svg svg, List<Series> entries, int top, double columnWidth) {
        for (int i = 0; i < entries.size(); i++) {
            Series entry = entries.get(i);
            double x = LEFT + i % LEGEND_COLUMNS * columnWidth;
            double y = top + i / LEGEND_COLUMNS * LEGEND_ROW;
            svg.polyline(List.of(x, y, x + KEY_WIDTH, y), entry.colour(), entry.dashed());
            if (!entry.dashed()) {
                svg.dot(x + KEY_WIDTH / 2.0, y, entry.colour());
            }
            svg.text(x + KEY_WIDTH + 8, y + 4, TEXT_SIZE, Svg.Anchor.START, entry.label());
        }
    }
}
