package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTableTest {

    @Test
    void showsValuesRangeRatioAndWhatIsMissing() {
        var samples = new Samples();
        for (double value : new double[] {5, 4, 6}) {
            samples.add(Figure.PIPE_RTT, value);
            samples.add(Figure.POOL_RTT, 10 * value + 1);
        }
        samples.absent(Figure.SHARED_OPEN, "too little space");

        List<String> lines = BenchTable.text(List.of(Figure.values()), new BenchPlan(3, 1, 1, 1, 1, 1), samples)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();

        assertEquals("figure median unit min..max of 3 rounds", lines.get(0));
        assertEquals("floor.pipe.rtt_us 5.000 us 4.000..6.000", lines.get(1));
        assertEquals("floor.pipe.gbps - GB/s not measured", lines.get(2));
        assertEquals("pool.rtt_us 51.0 us 41.0..61.0 10.2 x floor.pipe.rtt_us", lines.get(7));
        assertEquals("shared.open_ms - ms too little space", lines.get(13));
    }
}
