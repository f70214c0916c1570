package dev.procpool.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;

/**
 * How long tests wait: the one place for it. A test never sleeps, it waits for a condition, so these are limits and not
 * delays. A slow machine sets {@code -Dprocpool.test.patience=5} and has five times as much.
 */
public final class Patience {

    /** The hard limit of one test, for {@code @Timeout}: an annotation cannot be scaled, so it is generous. */
    public static final long TEST_SECONDS = 60;

    private static final int SCALE = Integer.getInteger("procpool.test.patience", 1);

    private Patience() {}

    /** For what is promised to happen within seconds; the promise is for a machine that does not do other work as well. */
    public static Duration soon() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double loadPerCpu = system.getSystemLoadAverage() / system.getAvailableProcessors();
        return Duration.ofMillis((long) (2_000 * SCALE * Math.max(1, loadPerCpu)));
    }

    /** For what surely happens: reached only by a test that fails. */
    public static Duration surely() {
        return Duration.ofSeconds(20L * SCALE);
    }
}
