package dev.procpool.worker;

import dev.procpool.task.TaskContext;
import dev.procpool.wire.ToParentWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The task a worker works on, as the task itself may see it. */
final class RunningTask extends TaskContext {

    private static final long PROGRESS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long taskId;
    private final int attempt;
    private final int worker;
    private final ToParentWriter toParent;

    /** Once true, always true. */
    private volatile boolean cancelled;

    private final AtomicLong lastProgressNanos = new AtomicLong(System.nanoTime() - PROGRESS_PAUSE_NANOS);

    RunningTask(long taskId, int attempt, int worker, ToParentWriter toParent) {
        this.taskId = taskId;
        this.attempt = attempt;
        this.worker = worker;
        this.toParent = toParent;
    }

    void enter() {
        enterProcess(this);
    }

    static void leave() {
        enterProcess(null);
    }

    void cancelled() {
        cancelled = true;
    }

    @Override
    public long taskId() {
        return taskId;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void progress(long done, long total) {
        long nowNanos = System.nanoTime();
        long lastNanos = lastProgressNanos.get();
        boolean due =
                nowNanos - lastNanos >= PROGRESS_PAUSE_NANOS && lastProgressNanos.compareAndSet(lastNanos, nowNanos);
        if (due || total > 0 && done >= total) {
            try {
                toParent.progress(taskId, done, total);
                toParent.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the parent cannot be reached", e);
            }
        }
    }
}
