package dev.procpool.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How often a task's progress is passed on: 20 times a second, and at the end. Thread-safe. */
public final class ProgressPace {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    /** Whether this one is to be passed on. */
    public boolean isDue(long done, long total) {
        long nowNanos = System.nanoTime();
        long last = lastNanos.get();
        boolean due = nowNanos - last >= PAUSE_NANOS && lastNanos.compareAndSet(last, nowNanos);
        return due || total > 0 && done >= total;
    }
}
