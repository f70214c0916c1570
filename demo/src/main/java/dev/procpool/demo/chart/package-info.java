/**
 * A picture of curves, written as SVG by ourselves. Begin with {@link dev.procpool.demo.chart.Picture}.
 *
 * <pre>
 *  Picture -> Panel for each pair of axes -> LogAxis, Series
 *          -> legend                         all write to Svg, which knows what XML wants
 * </pre>
 */
package dev.procpool.demo.chart;
