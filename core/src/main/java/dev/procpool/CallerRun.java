package dev.procpool;

import dev.procpool.shared.CutCheck;
import dev.procpool.task.TaskContext;
import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** The run of a task in the thread that asks for it, or that submits it. */
final class CallerRun extends TaskContext {

    /** Of a future whose task has been run so: there is nothing to be done for it any more. */
    static final TaskFuture.Control CONTROL = new TaskFuture.Control() {
        @Override
        public int attempts() {
            return 1;
        }
    };

    private final long taskId;

    /** Weak: a thread that the task leaves behind inherits this context, and must not keep the result with it. */
    private final WeakReference<TaskFuture<?>> future;

    /** Of the task that runs this one; null if none does. */
    private final TaskContext outer = currentOrNull();

    private CallerRun(TaskFuture<?> future) {
        this.taskId = future.id();
        this.future = new WeakReference<>(future);
    }

    /** Runs the task and completes the future. */
    static <T> void complete(TaskFuture<T> future, Callable<T> task) {
        TaskContext before = enterThread(new CallerRun(future));
        CutCheck check = CutCheck.ofTask();
        try {
            T value = task.call();
            check.end();
            future.complete(value);
        } catch (InterruptedException e) {
            // It was this thread that was interrupted, and its own code still wants to know.
            Thread.currentThread().interrupt();
            future.completeExceptionally(e);
        } catch (CompletionException | CancellationException e) {
            // As they are, they would be taken for a wrapper and for a cancelled future.
            future.completeExceptionally(new CompletionException(e));
        } catch (Throwable t) {
            future.completeExceptionally(check.explain(t));
        } finally {
            enterThread(before);
        }
    }

    @Override
    public long taskId() {
        return taskId;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public int worker() {
        return 0;
    }

    @Override
    public boolean isCancelled() {
        TaskFuture<?> mine = future.get();
        return mine != null && mine.isCancelled() || outer != null && outer.isCancelled();
    }

    @Override
    public void progress(long done, long total) {
        // Whoever could listen is waiting for this very task.
    }
}
