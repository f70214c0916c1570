package dev.procpool.demo.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LogAxisTest {

    @Test
    void everyDecadeHasTheSameLength() {
        LogAxis axis = LogAxis.over(DoubleStream.of(3, 700), 300, 0);

        assertEquals(List.of(1.0, 10.0, 100.0, 1000.0), axis.ticks());
        assertEquals(300, axis.pixel(1), 1e-9);
        assertEquals(200, axis.pixel(10), 1e-9);
        assertEquals(0, axis.pixel(1000), 1e-9);
    }

    @Test
    void oneValueOrNoneStillHasADecade() {
        assertEquals(
                List.of(10.0, 100.0), LogAxis.over(DoubleStream.of(10), 0, 1).ticks());
        assertEquals(
                List.of(1.0, 10.0), LogAxis.over(DoubleStream.empty(), 0, 1).ticks());
        assertEquals(
                List.of(0.01, 0.1), LogAxis.over(DoubleStream.of(0.05), 0, 1).ticks());
    }
}
