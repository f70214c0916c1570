package dev.procpool.testing;

import java.time.Duration;

/** How long tests wait before they give up. {@code -Dprocpool.patience=3} makes all of it three times as long. */
public final class Patience {

    private static final double FACTOR = Double.parseDouble(System.getProperty("procpool.patience", "1"));

    /** For what happens at once. */
    public static final Duration SHORT = scaled(2_000);

    /** For what takes a JVM start or two. */
    public static final Duration LONG = scaled(30_000);

    private Patience() {}

    private static Duration scaled(long millis) {
        return Duration.ofMillis((long) (millis * FACTOR));
    }
}
