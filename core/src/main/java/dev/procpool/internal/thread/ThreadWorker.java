package dev.procpool.internal.thread;

import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.TaskReport;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.shared.CutCheck;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.Failure;
import dev.procpool.wire.RunTime;
import dev.procpool.wire.TaskStack;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A worker that is a thread. One that is killed is abandoned: nothing it says is heard any more, but it goes on until its
 * task ends by itself.
 */
final class ThreadWorker implements Worker {

    private static final String ABANDONED = "it was abandoned by its pool";

    private final int number;
    private final WorkerEvents events;
    private final PoolThreads threads;
    private final Thread thread;

    /** What it has to do; empty for the end. */
    private final BlockingQueue<Optional<Assignment>> orders = new LinkedBlockingQueue<>();

    /** Null if there is none. Guarded by this. */
    private ThreadTask running;

    /**
     * Cancels that came before their task began, or after it had ended. The next task that begins clears them: what comes
     * later has not been given to us yet. Guarded by this.
     */
    private final Set<Cancelled> cancelledEarly = new HashSet<>();

    private record Cancelled(long taskId, int attempt) {}

    /** Once true, always true. Guarded by this. */
    private boolean launched;

    /** Once true, always true: {@link #kill} may come before {@link #startLater}. Guarded by this. */
    private boolean killed;

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
        String end = "it was told to stop";
        try {
            threads.soon(() -> tell(() -> events.ready(number, 0, false)));
            boolean told = runNext();
            while (told) {
                told = runNext();
            }
        } catch (Throwable t) {
            // What follows from an event may fail for lack of memory or threads.
            end = "it failed: " + t;
        } finally {
            // Whatever has happened here: a death that nobody hears of is a task that never ends.
            die(end);
        }
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
            report(new TaskReport.Answered(taskId, new Answer.Failed(Failure.cancelledBeforeStart()), 0));
            return;
        }
        report(new TaskReport.Started(taskId));
        Answer answer;
        long beganNanos = System.nanoTime();
        CutCheck check = CutCheck.ofTask();
        task.enter();
        try {
            Object value = call(assignment.task());
            check.end();
            answer = new Answer.Returned(value);
        } catch (Throwable t) {
            answer = new Answer.Threw(check.explain(t));
        } finally {
            task.leave();
            end();
        }
        report(new TaskReport.Answered(taskId, answer, RunTime.log2Nanos(System.nanoTime() - beganNanos)));
    }

    private void report(TaskReport report) {
        tell(() -> events.reported(number, List.of(report)));
    }

    private static Object call(Object task) throws Exception {
        if (task instanceof Callable<?> callable) {
            return callable.call();
        }
        ((Runnable) task).run();
        return null;
    }

    private synchronized boolean begin(ThreadTask task) {
        boolean cancelled = cancelledEarly.contains(new Cancelled(task.taskId(), task.attempt()));
        cancelledEarly.clear();
        running = cancelled ? null : task;
        return !cancelled;
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
        boolean tooLate;
        synchronized (this) {
            launched = true;
            tooLate = killed;
        }
        if (tooLate) {
            threads.soon(() -> die(ABANDONED));
            return;
        }
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
    public void cancel(long taskId, int attempt, CancelKind kind) {
        // On a thread of its own: a stack can be taken of a thread that has come to a safepoint only, an interrupt may
        // close a channel, and the completion threads may be held up by an action that waits for this very task's end.
        var canceller =
                new Thread(null, () -> cancelHere(taskId, attempt, kind), thread.getName() + "-interrupt", 0, false);
        canceller.setDaemon(true);
        try {
            canceller.start();
        } catch (OutOfMemoryError e) {
            // No thread is to be had: then it has to wait its turn.
            threads.blocking(() -> cancelHere(taskId, attempt, kind));
        }
    }

    private void cancelHere(long taskId, int attempt, CancelKind kind) {
        TaskStack stack = kind == CancelKind.SHOW_STACK_AND_INTERRUPT ? stack(taskId, attempt) : TaskStack.EMPTY;
        synchronized (this) {
            if (running == null) {
                cancelledEarly.add(new Cancelled(taskId, attempt));
            } else if (runs(taskId, attempt)) {
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

    /** Called with the lock held. */
    private boolean runs(long taskId, int attempt) {
        return running != null && running.taskId() == taskId && running.attempt() == attempt;
    }

    private synchronized TaskStack stack(long taskId, int attempt) {
        if (!runs(taskId, attempt)) {
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
        boolean told;
        synchronized (this) {
            killed = true;
            told = launched;
        }
        orders.add(Optional.empty());
        interruptWhatRuns();
        if (told) {
            threads.soon(() -> die(ABANDONED));
        }
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
    public void help(BooleanSupplier done) {
        // It has nobody to read from.
    }

    @Override
    public OptionalLong residentBytes() {
        return OptionalLong.empty();
    }
}
