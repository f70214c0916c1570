package dev.procpool.internal.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * Limits on workers' lives: how old they may get, how long they may be idle. The user chooses how long those take, so they
 * end with their worker, or a pool that replaces many would keep a timer for each that there ever was. Thread-safe.
 */
final class LifeTimers {

    enum Kind {
        AGE,
        IDLE
    }

    private record Key(int worker, Kind kind) {}

    private final PoolTimer timer;
    private final Map<Key, Future<?>> armed = new ConcurrentHashMap<>();

    LifeTimers(PoolTimer timer) {
        this.timer = timer;
    }

    /** One of a kind for each worker: whoever arms another knows that the last is due. */
    void arm(int worker, Kind kind, long nanos, Runnable action) {
        armed.put(new Key(worker, kind), timer.after(nanos, action));
    }

    /** The worker has ended. */
    void end(int worker) {
        for (Kind kind : Kind.values()) {
            Future<?> due = armed.remove(new Key(worker, kind));
            if (due != null) {
                due.cancel(false);
            }
        }
    }
}
