package dev.procpool.internal.pool;

import dev.procpool.internal.process.WorkerDeath;
import dev.procpool.wire.Failure;
import java.util.List;

/** Something {@link PoolState} has decided and {@link EffectPerformer} has to do, outside the lock. */
sealed interface Effect {

    void perform(EffectPerformer performer);

    /** Start a worker's process. */
    record Launch(int worker) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.launch(worker);
        }
    }

    /** Come back with {@link PoolState#startRetryDue} after a while. */
    record RetryStartLater() implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.retryStartLater();
        }
    }

    /** Send a task to an idle worker. */
    record SendTask(int worker, PendingTask task) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.sendTask(worker, task);
        }
    }

    /** Encode a task with the JDK codec, because the worker could not decode it, and send it to the same worker. */
    record SendAgainWithJdk(int worker, PendingTask task) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.sendAgainWithJdk(worker, task);
        }
    }

    /** Interrupt a task, and come back with {@link PoolState#graceExpired} when its grace is over. */
    record Interrupt(int worker, PendingTask task) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.interrupt(worker, task);
        }
    }

    /** Let a worker forget a result. */
    record Release(int worker, long taskId) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.release(worker, taskId);
        }
    }

    /** Ask a worker for a result again, in the JDK codec. */
    record Resend(int worker, long taskId) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.resend(worker, taskId);
        }
    }

    /** Come back with {@link PoolState#resendLimitExpired} if a result that was asked for again does not come. */
    record AwaitResend(int worker, long taskId) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.awaitResend(worker, taskId);
        }
    }

    /** Tell an idle worker to exit, and come back with {@link PoolState#stopLimitExpired} if it takes long. */
    record Stop(int worker) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.stop(worker);
        }
    }

    /** End a worker's process tree. */
    record Kill(int worker) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.kill(worker);
        }
    }

    /** Come back with {@link PoolState#timeoutExpired} unless the task is over by then. */
    record ArmTimeout(PendingTask task) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.armTimeout(task);
        }
    }

    /** Decode an answer and complete the future with it. */
    record Complete(int worker, PendingTask task, Answer answer) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.complete(worker, task, answer);
        }
    }

    /** Fail a task whose worker died while it ran, or that has cost too many workers before it could. @param lastWords what the worker said before, or null */
    record FailCrashed(PendingTask task, WorkerDeath death, Failure lastWords) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.failCrashed(task, death, lastWords);
        }
    }

    /** Fail a task that ran longer than it may. */
    record FailTimedOut(int worker, PendingTask task, long ranNanos) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.failTimedOut(worker, task, ranNanos);
        }
    }

    /** Fail a task whose answer or body cannot be turned into objects. */
    record FailUndecodable(PendingTask task, Exception reason) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.failUndecodable(task, reason);
        }
    }

    /** Cancel the futures of tasks the pool has given up. */
    record Cancel(List<PendingTask> tasks) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.cancel(tasks);
        }
    }

    /** No worker can be started: fail these, which waited for one. */
    record Break(List<PendingTask> tasks, WorkerDeath lastDeath) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.breakPool(tasks, lastDeath);
        }
    }

    /** The last worker has ended: release everything. */
    record Terminate() implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.terminate();
        }
    }
}
