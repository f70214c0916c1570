package dev.procpool.demo.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.demo.bench.Samples;
import org.junit.jupiter.api.Test;

class PeersPictureTest {

    @Test
    void hasACurveForEachContenderThatWasMeasured() {
        var samples = new Samples();
        for (Contender contender : Contender.values()) {
            if (contender != Contender.PP4J) {
                CurveFigure.of(contender).forEach(figure -> samples.add(figure, 1 + figure.taskMicros()));
            }
        }

        String svg = new PeersPicture(samples).svg(5);

        for (Contender contender : Contender.values()) {
            assertEquals(
                    contender == Contender.PP4J ? 1 : 2,
                    svg.split(">" + contender.title() + "<", -1).length,
                    contender.title());
        }
        assertTrue(svg.contains("medians of 5 interleaved rounds"));
        for (String tick : new String[] {">1 \u00b5s<", ">100 \u00b5s<", ">10 ms<", ">tasks per second<"}) {
            assertTrue(svg.contains(tick), tick);
        }
        assertFalse(svg.contains("NaN"));
    }
}
