package dev.procpool.demo.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.demo.bench.Figure;
import dev.procpool.demo.bench.Samples;
import dev.procpool.demo.peers.PeerFigure.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTableTest {

    private final Samples samples = new Samples();

    private List<String> rows() {
        PeerGoals.addTo(samples);
        return PeersTable.goals(samples)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    @Test
    void eachGoalStandsBesideItsFigureWithRatioAndVerdict() {
        samples.add(Figure.POOL_RTT, 20);
        samples.add(Figure.PIPE_RTT, 16);
        samples.add(new PeerFigure(Contender.PP4J, Kind.RTT), 200);
        samples.add(Figure.POOL_TASKS, 500_000);
        samples.add(new PeerFigure(Contender.MULTIPROCESSING, Kind.TASKS), 50_000);
        samples.add(GoalFigure.IDLE_CPU, 30);

        List<String> rows = rows();

        assertEquals("figure median unit goal ratio met", rows.get(0));
        assertEquals("pool.rtt_us 20.0 us at most 1 x floor.pipe.rtt_us 1.250 NOT reached", rows.get(1));
        assertEquals("pool.rtt_us 20.0 us at most 0.125 x peers.pp4j.rtt_us 0.100 reached", rows.get(2));
        assertEquals("pool.tasks_per_s 500,000 1/s at least 400,000 reached", rows.get(4));
        assertTrue(
                rows.contains(
                        "pool.tasks_per_s 500,000 1/s at least 8 x peers.multiprocessing_pool.tasks_per_s 10.0 reached"),
                rows::toString);
        assertTrue(rows.contains("pool.idle.cpu_ms 30.0 ms at most 20 NOT reached"), rows::toString);
        assertEquals(1 + PeerGoals.ALL.size(), rows.size());
    }

    @Test
    void aPeerThatIsNotHereSaysSoInItsRow() {
        samples.add(Figure.POOL_RTT, 20);
        new Absent("python3 not found", PeerFigure.of(Contender.EXECUTOR)).measure(1, samples);

        List<String> rows = rows();

        assertEquals(
                "pool.rtt_us 20.0 us at most 0.25 x peers.process_pool_executor.rtt_us - python3 not found",
                rows.get(3));
        assertEquals("pool.rtt_us 20.0 us at most 1 x floor.pipe.rtt_us - not measured", rows.get(1));
    }

    @Test
    void aFigureThatFailedIsNeitherReachedNorMissed() {
        samples.absent(GoalFigure.QUEUED_HEAP, "failed");

        assertTrue(rows().contains("pool.queued.heap_bytes - B at most 1,024 failed"));
        assertFalse(PeerGoals.ALL.stream().anyMatch(each -> samples.has(each.goal())));
    }
}
