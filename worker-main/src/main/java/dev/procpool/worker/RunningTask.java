package dev.procpool.worker;

import dev.procpool.task.TaskContext;
import dev.procpool.wire.ToParentWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The task a worker works on, as the task itself may see it. */
final class RunningTask extends TaskContext {

    private final long taskId;
    private final int attempt;
    private final int worker;
    private final ToParentWriter toParent;

    /** Once true, always true. */
    private volatile boolean cancelled;

    private final ProgressPace pace = new ProgressPace();

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
        if (pace.isDue(done, total)) {
            try {
                toParent.progress(taskId, done, total);
                toParent.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the parent cannot be reached", e);
            }
        }
    }
}
