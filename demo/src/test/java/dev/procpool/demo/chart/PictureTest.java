package dev.procpool.demo.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.demo.chart.Series.Point;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PictureTest {

    private static final Series IDEAL =
            new Series("ideal", "#999999", true, List.of(new Point(1, 1), new Point(100, 100)));
    private static final Series HOSTILE =
            new Series("a<b & \"c\" \u0000", "#0072b2", false, List.of(new Point(1, 5), new Point(100, 2000)));

    private static Panel panel(Series... series) {
        return new Panel("title", "x", Double::toString, "y", Double::toString, List.of(series));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> texts(Document document) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName("text");
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void isXmlWithEachSeriesInEachPanelAndOnceInTheLegend() throws Exception {
        Document document = parsed(Picture.svg("A & B", "on <this>", List.of(panel(IDEAL, HOSTILE), panel(HOSTILE))));

        List<String> texts = texts(document);
        assertEquals(1, texts.stream().filter("a<b & \"c\" ?"::equals).count(), texts::toString);
        assertEquals(1, texts.stream().filter("ideal"::equals).count());
        assertTrue(texts.containsAll(List.of("A & B", "on <this>", "title", "x", "y")), texts::toString);
        // Three curves and two keys in the legend; dots on what was measured, and in its key.
        assertEquals(5, document.getElementsByTagName("polyline").getLength());
        assertEquals(5, document.getElementsByTagName("circle").getLength());
        Element background = (Element) document.getElementsByTagName("rect").item(0);
        assertEquals("#ffffff", background.getAttribute("fill"));
    }

    @Test
    void curvesStayWithinThePicture() throws Exception {
        Document document = parsed(Picture.svg("t", "s", List.of(panel(IDEAL, HOSTILE))));
        double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
        double height = Double.parseDouble(document.getDocumentElement().getAttribute("height"));
        NodeList curves = document.getElementsByTagName("polyline");
        for (int i = 0; i < curves.getLength(); i++) {
            for (String point :
                    ((Element) curves.item(i)).getAttribute("points").split(" ")) {
                String[] xy = point.split(",");
                assertTrue(Double.parseDouble(xy[0]) > 0 && Double.parseDouble(xy[0]) < width, point);
                assertTrue(Double.parseDouble(xy[1]) > 0 && Double.parseDouble(xy[1]) < height, point);
            }
        }
    }

    @Test
    void aPictureOfNothingIsAPicture() throws Exception {
        assertEquals(
                0,
                parsed(Picture.svg("t", "s", List.of(panel())))
                        .getElementsByTagName("circle")
                        .getLength());
    }

    @Test
    void aPointThatHasNoLogarithmIsRefused() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Point(1, bad));
            assertThrows(IllegalArgumentException.class, () -> new Point(bad, 1));
        }
    }
}
