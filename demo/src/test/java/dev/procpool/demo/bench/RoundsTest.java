package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RoundsTest {

    private static final BenchPlan PLAN = new BenchPlan(3, 7, 5, 1, 1, 1);

    private final Samples samples = new Samples();
    private final StringWriter progress = new StringWriter();

    private Rounds rounds(long limitNanos) {
        return new Rounds(PLAN, limitNanos, "bench", new PrintWriter(progress));
    }

    private Rounds rounds() {
        return rounds(TimeUnit.MINUTES.toNanos(1));
    }

    @Test
    void measuresInTurnAndThrowsTheWarmUpAway() {
        List<String> calls = new ArrayList<>();
        class Recorder extends FakeMeasurement {
            private final Figure figure;

            Recorder(Figure figure) {
                super(figure);
                this.figure = figure;
            }

            @Override
            public void measure(long nanosPerFigure, Samples into) throws Exception {
                calls.add(figure.unit() + nanosPerFigure);
                super.measure(nanosPerFigure, into);
            }
        }
        var one = new Recorder(Figure.POOL_RTT);
        var other = new Recorder(Figure.JVM_START);

        assertEquals(List.of(), rounds().run(List.of(one, other), samples));

        assertEquals(List.of("us7", "ms7", "us5", "ms5", "us5", "ms5", "us5", "ms5"), calls);
        assertEquals(1, samples.min(Figure.POOL_RTT));
        assertEquals(2, samples.median(Figure.POOL_RTT));
        assertEquals(3, samples.max(Figure.POOL_RTT));
        assertTrue(one.isClosed() && other.isClosed());
    }

    @Test
    void goesOnWithoutOneThatFails() {
        var failing = new FakeMeasurement(Figure.POOL_TASKS) {
            @Override
            public void measure(long nanosPerFigure, Samples into) throws Exception {
                super.measure(nanosPerFigure, into);
                if (rounds() == 3) {
                    throw new WrongAnswerException("task 9", 286, null);
                }
            }
        };
        var other = new FakeMeasurement(Figure.POOL_RTT);

        List<String> failures = rounds().run(List.of(failing, other), samples);

        assertEquals(1, failures.size());
        assertTrue(failures.get(0).contains("wrong result of task 9: expected=286, actual=null"), failures.get(0));
        assertEquals(3, failing.rounds());
        assertFalse(samples.has(Figure.POOL_TASKS));
        assertEquals("failed", samples.whyAbsent(Figure.POOL_TASKS).orElseThrow());
        assertEquals(4, other.rounds());
        assertEquals(3, samples.max(Figure.POOL_RTT));
    }

    @Test
    @Timeout(20)
    void givesUpARoundInWhichATaskIsLost() {
        var closed = new CountDownLatch(1);
        var waiting = new FakeMeasurement(Figure.POOL_RTT) {
            @Override
            public void measure(long nanosPerFigure, Samples into) throws Exception {
                closed.await();
                throw new IllegalStateException("closed");
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };

        List<String> failures = rounds(TimeUnit.MILLISECONDS.toNanos(20)).run(List.of(waiting), samples);

        assertEquals(1, failures.size());
        assertTrue(failures.get(0).endsWith("no result within 0 s: a task was lost"), failures.get(0));
    }
}
