package dev.procpool.internal.pool;

import dev.procpool.TaskFuture;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/** A task between its submission and its end, as the parent sees it. */
public final class PendingTask {

    private final TaskFuture<?> future;
    /** Turns what the worker returned into the future's value. */
    private final UnaryOperator<Object> result;

    /** The user's object; null once the task is over, so that its memory goes with it. */
    private volatile Object task;

    /** How many workers have died with this task before they began with it. Guarded by the dispatcher's lock. */
    private int lostHolders;

    private final FallbackCodec codec;
    private final long timeoutNanos;
    private final Throwable submitSite;

    /**
     * QUEUED to SENT to STARTED to DONE; SENT to QUEUED if the worker dies first; STARTED to SENT if it must be sent again
     * in another codec; SENT or STARTED to ABANDONED on cancel and timeout; everything to DONE. Guarded by the
     * dispatcher's lock, moved by {@link #moveTo} alone.
     */
    private TaskState state = TaskState.QUEUED;

    /** Whether its worker has been told to interrupt it. Once true, always true. Guarded by the dispatcher's lock. */
    private boolean interrupted;

    /** Once true, always true. */
    private volatile boolean started;

    /** Guarded by the dispatcher's lock. Valid while STARTED. */
    private long startedAtNanos;

    /** What travels; null once the task is over, so that its memory goes with it. Written under the dispatcher's lock. */
    private volatile Encoded body;

    /** Runs from STARTED; null without a time limit. One that is missed in a race finds a task that is over. */
    private volatile Future<?> timer;

    /**
     * @param codec for whatever else of this task travels: another try, the answer
     * @param body what travels
     * @param timeoutNanos 0 for no limit
     * @param submitSite a throwable whose stack is that of the call to submit
     * @param result turns what the worker returned into the future's value
     */
    public PendingTask(
            TaskFuture<?> future,
            Object task,
            FallbackCodec codec,
            Encoded body,
            long timeoutNanos,
            Throwable submitSite,
            UnaryOperator<Object> result) {
        this.future = future;
        this.task = task;
        this.codec = codec;
        this.body = body;
        this.timeoutNanos = timeoutNanos;
        this.submitSite = submitSite;
        this.result = result;
    }

    long id() {
        return future.id();
    }

    TaskFuture<?> future() {
        return future;
    }

    /** The user's object, kept for the case that its encoding must be done again; null once the task is over. */
    Object task() {
        return task;
    }

    /** Of the pool. Travels with the task, because the pool's workers are launched before it exists. */
    FallbackCodec codec() {
        return codec;
    }

    Encoded body() {
        return body;
    }

    /** 0 for no limit. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    /** A throwable whose stack is that of the call to submit. */
    Throwable submitSite() {
        return submitSite;
    }

    TaskState state() {
        return state;
    }

    long startedAtNanos() {
        return startedAtNanos;
    }

    /** Whether any worker has begun with it. Written before the effect that ends the task is decided. */
    boolean hasStarted() {
        return started;
    }

    void startedAt(long nowNanos) {
        moveTo(TaskState.STARTED);
        started = true;
        startedAtNanos = nowNanos;
    }

    void moveTo(TaskState next) {
        if (!state.canMoveTo(next)) {
            throw new IllegalStateException("task " + id() + " cannot move from " + state + " to " + next);
        }
        boolean hadAWorker = state != TaskState.QUEUED;
        state = next;
        if (next == TaskState.DONE) {
            body = null;
            if (hadAWorker) {
                forget();
            }
        }
    }

    /** Lets go of the user's object. One that never left the queue may still be handed back to the user. */
    void forget() {
        task = null;
    }

    Object result(Object returned) {
        return result.apply(returned);
    }

    /** @return how many workers have now died with this task before they began with it */
    int lostHolder() {
        return ++lostHolders;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    void interrupted() {
        interrupted = true;
    }

    void timer(Future<?> armed) {
        timer = armed;
    }

    void stopTimer() {
        Future<?> armed = timer;
        if (armed != null) {
            armed.cancel(false);
            timer = null;
        }
    }

    @Override
    public String toString() {
        return "task " + id();
    }
}
