package dev.procpool;

import java.time.Duration;
import java.util.Objects;

/** Checks and converts the durations that users set. */
final class Durations {

    private Durations() {}

    /** @throws IllegalArgumentException if it is zero or negative */
    static Duration positive(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + name + "=" + duration);
        }
        return duration;
    }

    /** 0 for none; what is beyond 292 years is as good as none. */
    static long nanosOrNone(Duration duration) {
        try {
            return duration == null ? 0 : duration.toNanos();
        } catch (ArithmeticException e) {
            return 0;
        }
    }
}
