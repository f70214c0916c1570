package dev.procpool.internal.thread;

import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.task.TaskContext;
import dev.procpool.worker.ProgressPace;

/** A task that runs in a thread of this JVM, as the task itself may see it. */
final class ThreadTask extends TaskContext {

    private final long taskId;
    private final int attempt;
    private final int worker;
    private final WorkerEvents events;
    private final ProgressPace pace = new ProgressPace();

    /** Once true, always true. */
    private volatile boolean cancelled;

    /** The context of the thread before; that thread only. */
    private TaskContext before;

    ThreadTask(long taskId, int attempt, int worker, WorkerEvents events) {
        this.taskId = taskId;
        this.attempt = attempt;
        this.worker = worker;
        this.events = events;
    }

    void enter() {
        before = enterThread(this);
    }

    void leave() {
        enterThread(before);
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
        if (pace.isDue(done, total)) {
            events.progress(worker, taskId, done, total);
        }
    }
}
