package dev.procpool.demo.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.demo.bench.Samples;
import dev.procpool.demo.stores.StoreFigure.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalsTest {

    private final List<Store> stores = StoresCommand.stores();
    private final Samples samples = new Samples();

    private void measured(String store, Kind kind, double value) {
        samples.add(new StoreFigure(store, kind), value);
    }

    private List<String> goalLines() {
        new Goals(stores).addTo(samples);
        return new StoresTable(samples)
                .text("a machine", stores)
                .lines()
                .filter(line -> line.contains("goal:"))
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    @Test
    void eachIsComparedWithTheBestOfTheOthers() {
        measured("shared_index", Kind.HITS, 60);
        measured("shared_index", Kind.FILE, 200);
        measured("shared_index", Kind.GROWTH, 3);
        measured("hash_map_fst", Kind.HITS, 90);
        measured("hash_map_jdk", Kind.HITS, 120);
        measured("sparkey", Kind.HITS, 75);
        measured("lucene", Kind.HITS, 10);
        samples.add(ScanFigure.OPEN, 10);
        samples.add(ScanFigure.FILE, 1000);
        samples.add(ScanFigure.GROWTH, 5);
        samples.add(ScanFigure.ARRAY, 10);
        samples.add(ScanFigure.SLICE, 7);
        samples.add(ScanFigure.COPY, 9);

        assertEquals(
                List.of(
                        "large file opened in a fresh worker 10.0 ms goal: at most 10 reached",
                        "private growth by reading the large file 0.500 % goal: at most 1 reached",
                        "private growth by finding all of the index 1.500 % goal: at most 1 NOT reached",
                        "lookups, to the best other mapped store 0.800 x goal: at least 1 NOT reached",
                        "lookups of the best HashMap, to the index 2.000 x goal: at most 3 reached",
                        "scan by slice or copyTo, the better, to int[] 0.900 x goal: at least 0.8 reached"),
                goalLines());
    }

    @Test
    void whatWasNotMeasuredIsNeitherReachedNorMissed() {
        measured("shared_index", Kind.HITS, 60);

        List<String> lines = goalLines();

        assertEquals(Goals.ALL.size(), lines.size());
        lines.forEach(line -> assertTrue(line.endsWith(" not measured"), line));
        assertFalse(samples.has(Goals.BEST_MAPPED));
    }
}
