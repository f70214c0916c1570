package dev.procpool.internal.pool;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.Effect.Fail;
import dev.procpool.internal.pool.Effect.ReportRetry;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.TaskStack;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of tasks whose attempt has ended without an answer. One that had begun is tried again if it has retries
 * left, or fails; one that had not is sent elsewhere, {@value #MAX_LOST_HOLDERS} times at most. A part of {@link PoolState},
 * and as that without threads, I/O or clock; guarded by the dispatcher's lock.
 */
final class LostAttempts {

    /** A task that has cost so many workers before any began with it is not sent to another one. */
    static final int MAX_LOST_HOLDERS = 3;

    private final Scheduler scheduler;
    private final List<Effect> effects;

    /** @param effects takes what is decided here */
    LostAttempts(Scheduler scheduler, List<Effect> effects) {
        this.scheduler = scheduler;
        this.effects = effects;
    }

    /** @param attempt one whose time was up @param stack where it was then; empty if that could not be had */
    void timedOut(Attempt attempt, TaskStack stack) {
        attempt.worker.overLimit.remove(attempt.task.id());
        tryAgainOrFail(attempt.task, attempt.timedOut(stack));
    }

    /** All that a worker had when it died. */
    void lost(WorkerRecord worker, WorkerDeath death) {
        List.copyOf(worker.overLimit.values()).forEach(attempt -> timedOut(attempt, TaskStack.EMPTY));
        // The youngest first, for each of them goes to the head of the queue.
        List<Attempt> attempts = new ArrayList<>(worker.inFlight.values());
        for (int i = attempts.size() - 1; i >= 0; i--) {
            // Only the first can have to do with it.
            lost(attempts.get(i), i == 0, death);
        }
    }

    private void lost(Attempt attempt, boolean suspect, WorkerDeath death) {
        PendingTask task = attempt.task;
        boolean live = attempt.isLive();
        Crashed crash = attempt.crashed(death);
        if (live && crash.begun()) {
            tryAgainOrFail(task, crash);
        } else if (live && (!suspect || task.lostHolder() < MAX_LOST_HOLDERS)) {
            scheduler.addAgain(task);
        } else if (live) {
            task.moveTo(TaskState.DONE);
            effects.add(new Fail(task, crash));
        }
    }

    private void tryAgainOrFail(PendingTask task, AttemptEnd end) {
        if (task.state() != TaskState.HELD) {
            return;
        }
        if (scheduler.goesOn() && task.mayRetryAfter(end)) {
            effects.add(new ReportRetry(task, end));
            scheduler.addAgain(task);
        } else {
            task.moveTo(TaskState.DONE);
            effects.add(new Fail(task, end));
        }
    }
}
