package dev.procpool.worker;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees to what must happen while a task runs, and to nothing while none does. A millisecond after a task has begun it
 * sends what has been said and not been sent, and has the pipe read by another thread than the task's; every 200 ms it
 * sends what was printed past {@code System.out}. It looks every millisecond as long as tasks come and go; during a long
 * one it sleeps in between, and a second after the last until the next begins.
 */
final class TaskWatcher {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LOOKS_IN_VAIN = 5;

    private final Look output;
    private final CurrentTask currentTask;
    private final LongTask longTask;
    private final Thread thread = new Thread(this::watch, "procpool-watcher");

    /** Whether it waits for {@link #wakeUp} or long. Set before the current task is asked, read after one has become current. */
    private volatile boolean asleep;

    /** The task that was current at the last tick. Watcher thread only. */
    private RunningTask seen;

    /** Whether {@link #longTask} has been told of {@link #seen}. Watcher thread only. */
    private boolean told;

    /** Watcher thread only. */
    private int looksInVain;

    /** Watcher thread only. */
    private long lastLookNanos = System.nanoTime();

    /** Sends what has been printed. */
    @FunctionalInterface
    interface Look {

        /**
         * @return whether there was anything
         * @throws IOException if nobody wants it any more: it was the last look
         */
        boolean look() throws IOException;
    }

    /** What is done for a task that runs on. */
    @FunctionalInterface
    interface LongTask {

        /** Called at each tick, with the task that has been current since the last one, or null. */
        void runsOn(RunningTask task) throws IOException;
    }

    TaskWatcher(Look output, CurrentTask currentTask, LongTask longTask) {
        this.output = output;
        this.currentTask = currentTask;
        this.longTask = longTask;
        thread.setDaemon(true);
    }

    void startLater() {
        thread.start();
    }

    /** To be called when a task has become the current one: a volatile read, unless the thread sleeps. */
    void taskBegins() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Has it look at once. */
    void wakeUp() {
        LockSupport.unpark(thread);
    }

    private void watch() {
        while (true) {
            pause();
            // A task's code may interrupt any thread; interrupted, this one would never park again.
            Thread.interrupted();
            try {
                tick();
            } catch (IOException e) {
                // The parent is gone, and so will this JVM be.
                return;
            } catch (OutOfMemoryError e) {
                // The task's own end, if it needs memory as well; if not, the next look finds what this one could not.
            }
        }
    }

    private void tick() throws IOException {
        RunningTask task = currentTask.running();
        told = task != null && task == seen;
        longTask.runsOn(told ? task : null);
        seen = task;
        long nowNanos = System.nanoTime();
        if (task != null) {
            looksInVain = 0;
        }
        if (nowNanos - lastLookNanos >= BETWEEN_LOOKS_NANOS) {
            lastLookNanos = nowNanos;
            looksInVain = output.look() ? 0 : looksInVain + 1;
        }
    }

    private void pause() {
        boolean idle = seen == null && looksInVain >= LOOKS_IN_VAIN;
        if (!idle && !told) {
            LockSupport.parkNanos(this, TICK_NANOS);
            return;
        }
        asleep = true;
        if (currentTask.running() == seen) {
            if (idle) {
                LockSupport.park(this);
                looksInVain = 0;
            } else {
                LockSupport.parkNanos(this, BETWEEN_LOOKS_NANOS);
            }
        }
        asleep = false;
    }
}
