package dev.procpool.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pools with settings by chance, to which everything happens at once: every future ends, with its own result or a failure
 * that is the truth. A failure names its seed; {@code -Dprocpool.test.seed=} gives the same pools and the same orders
 * again, though not the same moments.
 */
final class CampaignTest {

    private static final Duration SHORT = Duration.ofSeconds(60);

    /** Of the long form, in seconds. */
    private static final String LONG_PROPERTY = "procpool.test.campaign";

    private static final int DEFAULT_LONG_SECONDS = 15 * 60;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whateverHappensEveryFutureEndsWithTheTruth() throws Exception {
        campaign(SHORT);
    }

    /** {@code mvn -Pslow -Dprocpool.test.campaign=3600}: an hour. */
    @Test
    @Tag("slow")
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void theSameForLong() throws Exception {
        campaign(Duration.ofSeconds(Integer.getInteger(LONG_PROPERTY, DEFAULT_LONG_SECONDS)));
    }

    private static void campaign(Duration duration) throws InterruptedException {
        long seed = Long.getLong("procpool.test.seed", new Random().nextLong());
        Map<String, Integer> counts = new TreeMap<>();
        long deadlineNanos = System.nanoTime() + duration.toNanos();
        for (long life = 0; System.nanoTime() - deadlineNanos < 0; life++) {
            live(seed + life, deadlineNanos, counts);
        }
        System.out.println("campaign: seed=" + seed + " " + counts);
        assertTrue(counts.getOrDefault("pools", 0) > 0, counts::toString);
    }

    private static void live(long seed, long deadlineNanos, Map<String, Integer> counts) throws InterruptedException {
        var life = new Life(seed, counts);
        try {
            life.run(deadlineNanos);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    e.getMessage() + "; run again with -Dprocpool.test.seed=" + seed + "\n" + life + "\n" + stacks(),
                    e);
        } finally {
            life.abandon();
        }
    }

    private static String stacks() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getValue().length > 0)
                .map(entry -> entry.getKey()
                        + Arrays.stream(entry.getValue())
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }
}
