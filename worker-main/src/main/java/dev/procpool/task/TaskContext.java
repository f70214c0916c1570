package dev.procpool.task;

/**
 * What a running task may know of itself and say to its pool. Thread-safe: a task may hand it to its own threads.
 *
 * <p>The same on every backend. Where tasks run in the caller's thread there is one worker, number 0, and nobody listens to
 * {@link #progress}.
 */
public abstract class TaskContext {

    /** For backends whose tasks share a JVM; a task's own threads inherit it. */
    private static final InheritableThreadLocal<TaskContext> OF_THREAD = new InheritableThreadLocal<>();

    /** For a worker process, which runs one task at a time: then any thread of its JVM works for that task. */
    private static volatile TaskContext ofProcess;

    protected TaskContext() {}

    /**
     * The context of the task that runs in this thread, or started it.
     *
     * @throws IllegalStateException if no task does
     */
    public static TaskContext current() {
        TaskContext current = currentOrNull();
        if (current == null) {
            throw new IllegalStateException("no task runs in thread '"
                    + Thread.currentThread().getName() + "': TaskContext.current() is for tasks of a TaskPool");
        }
        return current;
    }

    /** The thread's own goes first: a task may itself open a pool of threads, or run tasks in its own thread. */
    protected static TaskContext currentOrNull() {
        TaskContext mine = OF_THREAD.get();
        return mine != null ? mine : ofProcess;
    }

    /** Makes this the context of all threads of this JVM, or, with null, of none. */
    protected static void enterProcess(TaskContext context) {
        ofProcess = context;
    }

    /**
     * Makes this the context of this thread and of those it starts.
     *
     * @return what was so before, to be entered again at the end; null if nothing was
     */
    protected static TaskContext enterThread(TaskContext context) {
        TaskContext before = OF_THREAD.get();
        if (context == null) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(context);
        }
        return before;
    }

    /** The task's number, as its future has it; unique in its pool. Negative for an initializer. */
    public abstract long taskId();

    /** 1 for the first attempt, 2 for the first retry, and so on. */
    public abstract int attempt();

    /** The number of the worker that runs the task; unique in its pool, never used again. */
    public abstract int worker();

    /**
     * Whether the task's result is not wanted any more: it was cancelled, or ran into its timeout. A task that asks this
     * now and then, and returns, keeps its worker; one that does not is interrupted at the same moment, and loses its
     * worker after the grace period.
     */
    public abstract boolean isCancelled();

    /**
     * Tells the pool's listener how far the task is. Cheap: what comes faster than 20 times a second is left out, except
     * for the end.
     *
     * @param done in units of the task's own
     * @param total in the same units; 0 or less if unknown
     */
    public abstract void progress(long done, long total);
}
