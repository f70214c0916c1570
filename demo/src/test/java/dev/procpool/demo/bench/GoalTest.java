package dev.procpool.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GoalTest {

    private static final Goal MOST = Goal.most("rtt", "x", "round trip", 1.0 / 8);
    private static final Goal LEAST = Goal.least("tasks", "1/s", "tasks", 400_000);

    private final Samples samples = new Samples();

    @Test
    void theLimitItselfIsReached() {
        samples.add(MOST, 0.125);
        samples.add(LEAST, 400_000);

        assertEquals("reached", MOST.verdict(samples));
        assertEquals("reached", LEAST.verdict(samples));
    }

    @Test
    void whatIsBeyondTheLimitIsNot() {
        samples.add(MOST, 0.126);
        samples.add(LEAST, 399_999);

        assertEquals("NOT reached", MOST.verdict(samples));
        assertEquals("NOT reached", LEAST.verdict(samples));
    }

    @Test
    void whatHasNoValueSaysWhy() {
        samples.absent(MOST, "python3 not found");

        assertEquals("python3 not found", MOST.verdict(samples));
        assertEquals("not measured", LEAST.verdict(samples));
    }

    @Test
    void limitsReadAsTheyAreWritten() {
        assertEquals("at most 0.125", MOST.limitText());
        assertEquals("at least 400,000", LEAST.limitText());
        assertEquals("at most 2", Goal.most("first", "x", "first", 2.0).limitText());
        assertEquals("goals.rtt", MOST.key());
    }
}
