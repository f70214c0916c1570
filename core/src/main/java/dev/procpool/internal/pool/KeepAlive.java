package dev.procpool.internal.pool;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps this JVM alive while a pool has something to do: all other threads of pools are daemons, so without this a {@code
 * main} that returns would take its tasks with it. A pool that has nothing to do keeps nobody alive.
 *
 * <p>One thread for all pools. It looks at them now and then rather than being told of each task, for which there may be
 * hundreds of thousands a second, and it ends when none of them is busy.
 */
final class KeepAlive {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final KeepAlive ONLY = new KeepAlive();

    /** Pools that were busy when last looked at. Guarded by this. */
    private final Set<Dispatcher> watched = new HashSet<>();

    /** Guarded by this. */
    private boolean running;

    private KeepAlive() {}

    /** Keeps the JVM alive until this pool is seen without anything to do. */
    static void watch(Dispatcher pool) {
        ONLY.add(pool);
    }

    private synchronized void add(Dispatcher pool) {
        watched.add(pool);
        if (!running) {
            running = true;
            var thread = new Thread(null, this::look, "procpool-keep-alive", 0, false);
            thread.setDaemon(false);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // No thread is to be had: then the pool works as well as it can without.
                running = false;
            }
        }
    }

    private void look() {
        while (someoneIsBusy()) {
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private synchronized boolean someoneIsBusy() {
        watched.removeIf(pool -> !pool.stillWatched());
        running = !watched.isEmpty();
        return running;
    }
}
