package dev.procpool.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procpool.testing.Patience;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Thousands of random lives of a pool, each checked at every step. A failure names its seed; {@code
 * -Dprocpool.test.seed=} runs that life again.
 */
@Timeout(value = Patience.TEST_SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PoolModelTest {

    private static final int LIVES = 600;
    private static final int STEPS = 300;
    private static final int EFFECTS = Effect.class.getPermittedSubclasses().length;

    @Test
    void whateverHappensEveryTaskEndsOnceAndThePoolComesToItsEnd() {
        Long given = Long.getLong("procpool.test.seed");
        if (given != null) {
            live(given, new HashSet<>());
            return;
        }
        Set<Class<?>> seen = new HashSet<>();
        long fresh = new Random().nextLong();
        for (int life = 0; life < LIVES; life++) {
            // Half of them the same each time, half of them new.
            live(life % 2 == 0 ? life : fresh + life, seen);
        }
        assertEquals(EFFECTS, seen.size(), "not all kinds of effect have occurred: " + seen);
    }

    private static void live(long seed, Set<Class<?>> seen) {
        var simulation = new Simulation(seed, seen);
        try {
            simulation.run(STEPS);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e.getMessage() + "; seed=" + seed + ", last steps of " + simulation.trace(), e);
        }
    }
}
