package dev.procpool.internal.thread;

import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.TaskStack;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * A worker that is a thread. One that is killed is abandoned: nothing it says is heard any more, but it goes on until its
 * task ends by itself.
 */
final class ThreadWorker implements Worker {

    private static final long NO_TASK = 0;

    private final int number;
    private final WorkerEvents events;
    private final PoolThreads threads;
    private final Thread thread;

    /** What it has to do; empty for the end. */
    private final BlockingQueue<Optional<Assignment>> orders = new LinkedBlockingQueue<>();

    /** Null if there is none. Guarded by this. */
    private ThreadTask running;

    /** A task that was cancelled before it began; there is but one at a time. Guarded by this. */
    private long cancelledEarly = NO_TASK;

    /** Once true, always true: the pool has been told that it is dead. Guarded by this. */
    private boolean dead;

    ThreadWorker(String poolName, int number, WorkerEvents events, PoolThreads threads) {
        this.number = number;
        this.events = events;
        this.threads = threads;
        this.thread = new Thread(this::work, "procpool-" + poolName + "-worker-" + number);
        thread.setDaemon(true);
    }

    // ---- its own thread

    private void work() {
        threads.soon(() -> tell(() -> events.ready(number, 0)));
        boolean told = runNext();
        while (told) {
            told = runNext();
        }
        die("it was told to stop");
    }

    /** A method of its own: while this thread waits for an order it holds nothing of the last one. */
    private boolean runNext() {
        Optional<Assignment> order = next();
        if (order.isEmpty() || isDead()) {
            return false;
        }
        run(order.get().taskId(), order.get());
        return true;
    }

    private Optional<Assignment> next() {
        while (true) {
            try {
                return orders.take();
            } catch (InterruptedException e) {
                // A thread that a task has left behind: we interrupt nobody between tasks.
            }
        }
    }

    private void run(long taskId, Assignment assignment) {
        var task = new ThreadTask(taskId, assignment.attempt(), number, events);
        if (!begin(task)) {
            tell(() -> events.answered(number, taskId, new Answer.Returned(null)));
            return;
        }
        tell(() -> events.started(number, taskId));
        Answer answer;
        task.enter();
        try {
            answer = new Answer.Returned(call(assignment.task()));
        } catch (Throwable t) {
            answer = new Answer.Threw(t);
        } finally {
            task.leave();
            end();
        }
        Answer given = answer;
        tell(() -> events.answered(number, taskId, given));
    }

    private static Object call(Object task) throws Exception {
        if (task instanceof Callable<?> callable) {
            return callable.call();
        }
        ((Runnable) task).run();
        return null;
    }

    private synchronized boolean begin(ThreadTask task) {
        if (cancelledEarly == task.taskId()) {
            return false;
        }
        running = task;
        return true;
    }

    /** Clears an interrupt that came too late, so that the next task starts without one. */
    private synchronized void end() {
        running = null;
        Thread.interrupted();
    }

    private synchronized boolean isDead() {
        return dead;
    }

    /** Nothing is heard of the dead. */
    private void tell(Runnable event) {
        if (!isDead()) {
            event.run();
        }
    }

    // ---- what is said to it

    @Override
    public void startLater() {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            threads.soon(() -> die(e.toString()));
        }
    }

    @Override
    public void run(Assignment assignment) {
        orders.add(Optional.of(assignment));
    }

    @Override
    public void cancel(long taskId, CancelKind kind) {
        // A stack can be taken of a thread that has come to a safepoint only.
        threads.blocking(() -> cancelHere(taskId, kind));
    }

    private void cancelHere(long taskId, CancelKind kind) {
        TaskStack stack = kind == CancelKind.SHOW_STACK_AND_INTERRUPT ? stack(taskId) : TaskStack.EMPTY;
        synchronized (this) {
            if (running == null) {
                cancelledEarly = taskId;
            } else if (running.taskId() == taskId) {
                running.cancelled();
                if (kind != CancelKind.ONLY_IF_WAITING) {
                    thread.interrupt();
                }
            }
        }
        if (kind == CancelKind.SHOW_STACK_AND_INTERRUPT) {
            tell(() -> events.stack(number, taskId, stack));
        }
    }

    private synchronized TaskStack stack(long taskId) {
        if (running == null || running.taskId() != taskId) {
            return TaskStack.EMPTY;
        }
        return new TaskStack(Stream.of(thread.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(ThreadWorker.class.getName()))
                .toList());
    }

    @Override
    public void release(long taskId) {
        // It retains nothing.
    }

    @Override
    public void resend(long taskId) {
        throw new IllegalStateException("a thread's result needs no decoding, and so cannot fail to be decoded");
    }

    @Override
    public void stop() {
        orders.add(Optional.empty());
    }

    @Override
    public void terminate() {
        // For the case that its task ends after all.
        orders.add(Optional.empty());
        threads.soon(() -> die("it did not heed its interrupt and was abandoned"));
    }

    @Override
    public void kill() {
        orders.add(Optional.empty());
        interruptWhatRuns();
        threads.soon(() -> die("it was abandoned by its pool"));
    }

    /** All that can be done to a task, or an initializer, that has not been told before. */
    private synchronized void interruptWhatRuns() {
        if (running != null) {
            running.cancelled();
            thread.interrupt();
        }
    }

    private void die(String why) {
        synchronized (this) {
            if (dead) {
                return;
            }
            dead = true;
        }
        events.died(number, WorkerDeath.ofThread(number, why));
    }

    @Override
    public OptionalLong residentBytes() {
        return OptionalLong.empty();
    }
}
