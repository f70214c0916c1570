package dev.procpool.worker;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends what tasks print past {@code System.out} while they run: a thread that looks every 200 ms as long as tasks run or
 * something comes. After a second of neither it sleeps until the next task begins.
 */
final class OutputWatcher {

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LOOKS_IN_VAIN = 5;

    private final Look output;
    private final CurrentTask currentTask;
    private final Thread thread = new Thread(this::watch, "procpool-output");

    /** Whether it waits for {@link #wakeUp}. Set before the current task is asked, read after a task has become current. */
    private volatile boolean asleep;

    /** Sends what has been printed. */
    @FunctionalInterface
    interface Look {

        /**
         * @return whether there was anything
         * @throws IOException if nobody wants it any more: it was the last look
         */
        boolean look() throws IOException;
    }

    OutputWatcher(Look output, CurrentTask currentTask) {
        this.output = output;
        this.currentTask = currentTask;
        thread.setDaemon(true);
    }

    void startLater() {
        thread.start();
    }

    /** To be called when a task has become the current one: a volatile read, unless the thread sleeps. */
    void wakeUp() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void watch() {
        int looksInVain = 0;
        while (true) {
            if (looksInVain < LOOKS_IN_VAIN) {
                LockSupport.parkNanos(this, BETWEEN_LOOKS_NANOS);
            } else {
                sleep();
                looksInVain = 0;
            }
            // A task's code may interrupt any thread; interrupted, this one would never park again.
            Thread.interrupted();
            looksInVain++;
            try {
                if (output.look() || currentTask.id() != 0) {
                    looksInVain = 0;
                }
            } catch (IOException e) {
                // The parent is gone, and so will this JVM be.
                return;
            } catch (OutOfMemoryError e) {
                // The task's own end, if it needs memory as well; if not, the next look finds what this one could not.
            }
        }
    }

    private void sleep() {
        asleep = true;
        if (currentTask.id() == 0) {
            LockSupport.park(this);
        }
        asleep = false;
    }
}
