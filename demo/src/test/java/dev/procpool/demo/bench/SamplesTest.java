package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplesTest {

    private final Samples samples = new Samples();

    private void add(double... values) {
        for (double value : values) {
            samples.add(Figure.POOL_RTT, value);
        }
    }

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        add(9, 1, 1000, 3, 2);

        assertEquals(3, samples.median(Figure.POOL_RTT));
        assertEquals(1, samples.min(Figure.POOL_RTT));
        assertEquals(1000, samples.max(Figure.POOL_RTT));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        add(10, 1, 4, 3);

        assertEquals(3.5, samples.median(Figure.POOL_RTT));
    }

    @Test
    void theMedianOfOneIsItself() {
        add(-0.5);

        assertEquals(-0.5, samples.median(Figure.POOL_RTT));
    }

    @Test
    void whatIsAbsentHasNoValuesAndAReason() {
        add(1);
        samples.absent(Figure.POOL_RTT, "no pool");

        assertFalse(samples.has(Figure.POOL_RTT));
        assertEquals("no pool", samples.whyAbsent(Figure.POOL_RTT).orElseThrow());
    }

    @Test
    void refusesWhatIsNotANumber() {
        var e = assertThrows(IllegalArgumentException.class, () -> add(Double.NaN));

        assertEquals("pool.rtt_us must be finite: value=NaN", e.getMessage());
    }
}
