package dev.procpool.internal.pool;

import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;

/** How an attempt ended that gave no answer. */
sealed interface AttemptEnd {

    /** 1 for the task's first attempt. */
    int number();

    /** In one line, for the list of attempts in an exception's message. */
    String describe();

    /**
     * The worker died.
     *
     * @param begun whether it had begun with the task
     * @param lastWords why it exited, by its own words; null if it said nothing
     */
    record Crashed(int number, WorkerDeath death, boolean begun, Failure lastWords) implements AttemptEnd {
        @Override
        public String describe() {
            return death.describe() + (lastWords == null ? "" : ", out of memory");
        }
    }

    /**
     * It took too long.
     *
     * @param stack where it was when its time was up; empty if that could not be had
     */
    record TimedOut(int number, int worker, long limitNanos, long ranNanos, TaskStack stack) implements AttemptEnd {
        @Override
        public String describe() {
            return "timed out in worker " + worker + " after " + ranNanos / 1_000_000 + " ms"
                    + (stack.frames().isEmpty() ? "" : " at " + stack.frames().get(0));
        }
    }
}
