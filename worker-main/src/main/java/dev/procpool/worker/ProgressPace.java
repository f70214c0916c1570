package dev.procpool.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a task says of its progress, thinned to 20 times a second. Thread-safe. */
public final class ProgressPace {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    /** Whether this one is to be passed on: it is time for one, or it is the end. */
    public boolean isDue(long done, long total) {
        long nowNanos = System.nanoTime();
        long last = lastNanos.get();
        boolean due = nowNanos - last >= PAUSE_NANOS && lastNanos.compareAndSet(last, nowNanos);
        return due || total > 0 && done >= total;
    }
}
