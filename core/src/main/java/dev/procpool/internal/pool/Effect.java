package dev.procpool.internal.pool;

import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.TaskStack;
import java.util.List;

/** Something {@link PoolState} has decided and {@link EffectPerformer} has to do, outside the lock. */
sealed interface Effect {

    void perform(EffectPerformer performer);

    /** Start a worker. */
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

    /** Have a worker run what comes before its first task. @param withJdk because it could not decode it in another codec */
    record Initialize(int worker, Initializer initializer, boolean withJdk) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.initialize(worker, initializer, withJdk);
        }
    }

    /** Say that an initializer has failed that the pool can do without. */
    record ReportInitializer(int worker, Initializer initializer, Answer answer) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.reportInitializer(worker, initializer, answer);
        }
    }

    /** Send a task to a worker. */
    record SendTask(int worker, PendingTask task, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.sendTask(worker, task, attempt);
        }
    }

    /** Come back with {@link PoolState#beginLimitExpired} for a task that its worker has not begun with. */
    record AwaitBegin(int worker, long taskId, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.awaitBegin(worker, taskId, attempt);
        }
    }

    /** Come back with {@link PoolState#balanceDue} in a while. */
    record AwaitBalance() implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.awaitBalance();
        }
    }

    /** Encode a task with the JDK codec, because the worker could not decode it, and send it to the same worker. */
    record SendAgainWithJdk(int worker, PendingTask task, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.sendAgainWithJdk(worker, task, attempt);
        }
    }

    /** Come back with {@link PoolState#timeoutExpired} unless the task is over by then. */
    record ArmTimeout(PendingTask task, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.armTimeout(task, attempt);
        }
    }

    /** Interrupt a task, and come back with {@link PoolState#graceExpired} when its grace is over. */
    record Interrupt(int worker, PendingTask task, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.interrupt(worker, task, attempt);
        }
    }

    /** Find out where a task is that is over its limit, interrupt it, and come back with {@link PoolState#stackTaken} or {@link PoolState#stackLimitExpired}, and with {@link PoolState#graceExpired}. */
    record InterruptOverLimit(int worker, PendingTask task, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.interruptOverLimit(worker, task, attempt);
        }
    }

    /** Have a task forgotten that waits in a worker, which will say that it has not run it; one that runs goes on. */
    record Forget(int worker, PendingTask task, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.forget(worker, task, attempt);
        }
    }

    /** Find out where a task is that has not heeded its interrupt, for the log. */
    record ShowStack(int worker, PendingTask task, int attempt) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.showStack(worker, task, attempt);
        }
    }

    /** Say where a task was that has cost its worker. */
    record ReportStack(int worker, long taskId, TaskStack stack) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.reportStack(worker, taskId, stack);
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

    /** Come back with {@link PoolState#ageLimitReached} when a worker is as old as it may get. */
    record AwaitAge(int worker) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.awaitAge(worker);
        }
    }

    /** Come back with {@link PoolState#idleLimitExpired} after the idle timeout. */
    record AwaitIdle(int worker, long stint) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.awaitIdle(worker, stint);
        }
    }

    /** Say that a worker is to be replaced. */
    record ReportRetiring(int worker, String why) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.reportRetiring(worker, why);
        }
    }

    /** Tell an idle worker to exit, and come back with {@link PoolState#stopLimitExpired} if it takes long. */
    record Stop(int worker) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.stop(worker);
        }
    }

    /** Ask a worker to end at once, and come back with {@link PoolState#stopLimitExpired} if it takes more than a moment. */
    record Terminate(int worker) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.terminate(worker);
        }
    }

    /** End a worker's process tree. */
    record Kill(int worker) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.kill(worker);
        }
    }

    /** Decode an answer and complete the future with it. */
    record Complete(int worker, PendingTask task, Answer answer) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.complete(worker, task, answer);
        }
    }

    /** Fail a task that has used up its attempts. */
    record Fail(PendingTask task, AttemptEnd last) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.fail(task, last);
        }
    }

    /** Say that a task is tried again. */
    record ReportRetry(PendingTask task, AttemptEnd lost) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.reportRetry(task, lost);
        }
    }

    /** Fail a task whose answer or body cannot be turned into objects. */
    record FailUndecodable(PendingTask task, Exception reason) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.failUndecodable(task, reason);
        }
    }

    /** Fail tasks that no worker will ever run. */
    record FailBroken(List<PendingTask> tasks, Breakage breakage) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.failBroken(tasks, breakage);
        }
    }

    /** Cancel the futures of tasks the pool has given up. */
    record Cancel(List<PendingTask> tasks) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.cancel(tasks);
        }
    }

    /** Say that the pool is broken. */
    record Break(Breakage breakage) implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.breakPool(breakage);
        }
    }

    /** The last worker has ended: release everything. */
    record Terminated() implements Effect {
        @Override
        public void perform(EffectPerformer performer) {
            performer.terminated();
        }
    }
}
