package dev.procpool.internal.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions on the completion threads one after the other, in the order in which they were handed in; those threads
 * alone keep no order between actions of different callers. An action may wait: it holds up those behind it, and nothing
 * else. Thread-safe.
 */
final class SerialExecutor implements Executor {

    private final Completions completions;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** How many have been added and have not ended: whoever raises it from 0 has them run. */
    private final AtomicInteger unfinished = new AtomicInteger();

    SerialExecutor(Completions completions) {
        this.completions = completions;
    }

    @Override
    public void execute(Runnable action) {
        waiting.add(action);
        if (unfinished.getAndIncrement() == 0) {
            completions.executeBlocking(this::runAll);
        }
    }

    private void runAll() {
        do {
            try {
                waiting.remove().run();
            } catch (Throwable t) {
                // Whatever it is, a checked exception in disguise or no memory: the next is to be run.
                Log.LOG.warn("an action has thrown", t);
            }
        } while (unfinished.decrementAndGet() > 0);
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);
    }
}
