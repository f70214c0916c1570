package dev.procpool.internal.worker;

/** What a worker says of a task it was given. */
public sealed interface TaskReport {

    /** It has begun with it; from here on its death is the task's failure. */
    record Started(long taskId) implements TaskReport {}

    /**
     * @param ranLog2Nanos how long the task ran: not longer than 2 to the power of this; 0 if that is not known
     */
    record Answered(long taskId, Answer answer, int ranLog2Nanos) implements TaskReport {}
}
