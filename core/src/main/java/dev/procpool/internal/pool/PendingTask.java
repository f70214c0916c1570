package dev.procpool.internal.pool;

import dev.procpool.TaskFuture;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.Worker;
import dev.procpool.wire.RunTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A task between its submission and the end of its future, as the parent sees it. */
public final class PendingTask {

    private final TaskFuture<?> future;

    /** The user's object; null once the task is over, so that its memory goes with it. */
    private volatile Object task;

    private final FallbackCodec codec;

    /** Also here, because the queue asks for it, and to look into the body of a task that has waited is to wait for memory. */
    private final long bodyBytes;

    private final long timeoutNanos;
    private final int retries;
    private final Throwable submitSite;

    /** Turns what the worker returned into the future's value. */
    private final UnaryOperator<Object> result;

    /** Takes what the task prints, on reader threads. */
    private final Consumer<byte[]> output;

    /** QUEUED to HELD and back; everything to DONE. Guarded by the dispatcher's lock, moved by {@link #moveTo} alone. */
    private TaskState state = TaskState.QUEUED;

    /** The latest attempt; null if there was none. Guarded by the dispatcher's lock. */
    private Attempt attempt;

    /** How many attempts have begun. Written under the dispatcher's lock. */
    private volatile int begun;

    /** Attempts that began and gave no answer, oldest first. Guarded by the dispatcher's lock until the task is DONE. */
    private List<AttemptEnd> lostAttempts = List.of();

    /** How many workers have died with this task before they began with it. Guarded by the dispatcher's lock. */
    private int lostHolders;

    /** To which other tasks this one is the same, for another worker; null unless it is part of a broadcast. */
    private final Broadcast broadcast;

    /** What travels; null once the task is over, so that its memory goes with it. Written under the dispatcher's lock. */
    private volatile Encoded body;

    /** Who may bring about this task's end while it waits for it. */
    private final Ending ending = new Ending();

    /** Written under the dispatcher's lock, before the future ends. */
    private volatile int runLog2Nanos;

    /** Written under the dispatcher's lock, before the future ends. */
    private volatile long bytesTravelled;

    /** Who has it, or had it last; null before it is sent. */
    private volatile Worker holder;

    /** Runs from STARTED; null without a time limit. One that is missed in a race finds an attempt that is over. */
    private volatile Future<?> timer;

    /**
     * @param task the user's object
     * @param codec for whatever else of this task travels: another try, the answer
     * @param body what travels; null for workers in this JVM
     * @param timeoutNanos of each attempt; 0 for no limit
     * @param retries how often it is tried again after a worker's death or a timeout
     * @param broadcast the same object for tasks that go to different workers, or null
     * @param submitSite a throwable whose stack is that of the call to submit
     * @param result turns what the worker returned into the future's value
     * @param output takes what the task prints
     */
    public PendingTask(
            TaskFuture<?> future,
            Object task,
            FallbackCodec codec,
            Encoded body,
            long timeoutNanos,
            int retries,
            Broadcast broadcast,
            Throwable submitSite,
            UnaryOperator<Object> result,
            Consumer<byte[]> output) {
        this.future = future;
        this.task = task;
        this.codec = codec;
        this.body = body;
        this.bodyBytes = body == null ? 0 : body.length();
        this.timeoutNanos = timeoutNanos;
        this.retries = retries;
        this.broadcast = broadcast;
        this.submitSite = submitSite;
        this.result = result;
        this.output = output;
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

    /** What a worker is given of it; null once it is over. */
    Assignment assignment(int attemptNumber) {
        // In this order: of these two the body is the last to be let go.
        Encoded travels = body();
        Object object = task;
        return object == null ? null : new Assignment(id(), attemptNumber, timeoutNanos > 0, object, travels);
    }

    /** What it takes of a queue's bytes. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** 0 for no limit. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    /** Null unless it is part of a broadcast. */
    Broadcast broadcast() {
        return broadcast;
    }

    /** A throwable whose stack is that of the call to submit. */
    Throwable submitSite() {
        return submitSite;
    }

    TaskState state() {
        return state;
    }

    void moveTo(TaskState next) {
        if (!state.canMoveTo(next)) {
            throw new IllegalStateException(this + " cannot move from " + state + " to " + next);
        }
        boolean neverBegun = state == TaskState.QUEUED && begun == 0;
        state = next;
        if (next == TaskState.DONE) {
            // A future that is kept must not keep a worker.
            holder = null;
            if (!neverBegun) {
                forget();
            }
            body = null;
        }
    }

    /** Lets go of the user's object. That of a task that never began may still be handed back to the user. */
    void forget() {
        task = null;
    }

    /** The latest attempt; null if there was none. */
    Attempt attempt() {
        return attempt;
    }

    /** A worker gets it. */
    Attempt heldBy(WorkerRecord worker) {
        moveTo(TaskState.HELD);
        attempt = new Attempt(this, worker, begun + 1);
        return attempt;
    }

    void begun() {
        begun = attempt.number;
    }

    /** What had begun was only the vain try to decode it. */
    void notBegun() {
        begun = attempt.number - 1;
    }

    /** How many attempts have begun. */
    public int attempts() {
        return begun;
    }

    /** @return whether it may be tried once more */
    boolean mayRetryAfter(AttemptEnd end) {
        if (lostAttempts.size() >= retries) {
            return false;
        }
        List<AttemptEnd> all = new ArrayList<>(lostAttempts);
        all.add(end);
        lostAttempts = List.copyOf(all);
        return true;
    }

    /** Those that began and gave no answer, before the last; oldest first. */
    List<AttemptEnd> lostAttempts() {
        return lostAttempts;
    }

    /** @return how many workers have now died with this task before they began with it */
    int lostHolder() {
        return ++lostHolders;
    }

    /** @param log2Nanos how long it ran: for at most 2 to the power of this; 0 if that is not known */
    void ran(int log2Nanos, long answerBytes) {
        runLog2Nanos = log2Nanos;
        bytesTravelled = Math.max(bodyBytes(), answerBytes);
    }

    /** How long it ran, at most; 0 if that is not known. Valid once the future has ended. */
    public long runNanos() {
        return RunTime.mostNanos(runLog2Nanos);
    }

    /** What it took on its way there or back, whichever is more. Valid once the future has ended. */
    public long bytesTravelled() {
        return bytesTravelled;
    }

    void sentTo(Worker worker) {
        holder = worker;
    }

    /** What a thread does that waits for the future: helps whoever has the task for a moment, and ends the future. */
    public void help() {
        Worker worker = holder;
        if (worker != null && ending.await()) {
            try {
                worker.help(ending::isHandedOver);
            } finally {
                ending.stopWaiting();
            }
        }
    }

    /** Whether a thread waits for the future and has not gone to sleep yet. */
    boolean isAwaited() {
        return ending.isAwaited();
    }

    /** Has the future ended by a thread that waits for it. @return false if there is none, or others are to hear of it first */
    boolean endByWhoWaits(Runnable action) {
        return future.getNumberOfDependents() == 0 && ending.handOver(action);
    }

    Object result(Object returned) {
        return result.apply(returned);
    }

    void printed(byte[] text) {
        output.accept(text);
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
