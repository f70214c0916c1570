package dev.procpool.internal.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where user code runs in the parent: decoding, the completion of futures and what hangs on them, output listeners.
 *
 * <p>One thread, as a rule. A fork-join pool, because its threads may wait for futures without holding up the others: one
 * that waits in {@code CompletableFuture.get} is replaced while it waits, so that an action hung on a future can itself
 * submit a task and wait for it. Idle threads end after a second.
 */
final class Completions {

    /** As many as a fork-join pool can have: each action that waits holds one of them. */
    private static final int MAX_THREADS = 32_767;

    private static final long KEEP_ALIVE_SECONDS = 1;

    private final ForkJoinPool threads;

    /** Handed in and not begun. */
    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

    /** Whether a {@link #runAll} is due that has not begun: then nobody needs to be woken for another action. */
    private final AtomicBoolean due = new AtomicBoolean();

    Completions(String poolName) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        var number = new AtomicInteger();
        this.threads = new ForkJoinPool(
                1,
                pool -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName("procpool-" + poolName + "-completion-" + number.incrementAndGet());
                    thread.setContextClassLoader(loader);
                    return thread;
                },
                null,
                true,
                0,
                MAX_THREADS,
                1,
                // When all threads wait, the next one waits too; the default would throw and lose its action.
                pool -> true,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Runs this soon, never on the calling thread; after shutdown, when that is no longer possible, on a new one. */
    void execute(Runnable action) {
        actions.add(action);
        if (!due.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.execute(this::runAll);
        } catch (RejectedExecutionException e) {
            runLate();
        } catch (RuntimeException | Error e) {
            // No thread is to be had, perhaps: then the next action tries again.
            due.set(false);
            throw e;
        }
    }

    private void runLate() {
        try {
            var thread = new Thread(this::runAll, "procpool-late-completion");
            thread.setDaemon(true);
            thread.start();
        } catch (RuntimeException | Error e) {
            due.set(false);
            throw e;
        }
    }

    private void runAll() {
        due.set(false);
        for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
            haveStandIn();
            run(action);
        }
    }

    /** If the next action waits, the fork-join pool has another thread take what stands behind it. */
    private void haveStandIn() {
        if (!actions.isEmpty() && ForkJoinTask.inForkJoinPool() && due.compareAndSet(false, true)) {
            try {
                ForkJoinTask.adapt(this::runAll).fork();
            } catch (RuntimeException | Error e) {
                // What has been polled is to be run all the same.
                due.set(false);
            }
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
        }
    }

    /** As {@link #execute}, for what may wait long, such as a write to a full pipe: others do not wait with it. */
    void executeBlocking(Runnable action) {
        execute(() -> {
            try {
                ForkJoinPool.managedBlock(new ManagedBlocker() {
                    private boolean done;

                    @Override
                    public boolean block() {
                        action.run();
                        done = true;
                        return true;
                    }

                    @Override
                    public boolean isReleasable() {
                        return done;
                    }
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    boolean isOneOfOurThreads(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker && worker.getPool() == threads;
    }

    /** What has been handed in is still done. */
    void shutdown() {
        threads.shutdown();
    }

    boolean isQuiescent() {
        return threads.isQuiescent();
    }

    boolean isTerminated() {
        return threads.isTerminated();
    }

    boolean awaitTermination(long timeoutNanos) throws InterruptedException {
        return threads.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
    }
}
