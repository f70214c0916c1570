package dev.procpool.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Tasks that wait for any worker, first come first served. Guarded by the dispatcher's lock. */
final class TaskQueue {

    /** Beyond as many as there are waiting ones. */
    private static final int CANCELLED_THAT_MAY_STAY = 64;

    private final int maxTasks;
    private final long maxBytes;

    /** Those cancelled meanwhile are DONE and are skipped when their turn comes, or swept when there are many. */
    private final Deque<PendingTask> tasks = new ArrayDeque<>();

    /** How many in {@link #tasks} are really QUEUED. */
    private int waiting;

    /** What those take. */
    private long waitingBytes;

    /** 0 for no limit. */
    TaskQueue(int maxTasks, long maxBytes) {
        this.maxTasks = maxTasks;
        this.maxBytes = maxBytes;
    }

    int size() {
        return waiting;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    /** Whether there is room for one more; one that is larger than the whole queue fits into an empty one. */
    boolean hasRoomFor(PendingTask task) {
        boolean countFits = maxTasks == 0 || waiting < maxTasks;
        boolean bytesFit = maxBytes == 0 || waiting == 0 || task.bodyBytes() <= maxBytes - waitingBytes;
        return countFits && bytesFit;
    }

    void addLast(PendingTask task) {
        count(task);
        tasks.addLast(task);
    }

    /** One that has been at the head before; there is always room for it. */
    void addFirst(PendingTask task) {
        count(task);
        tasks.addFirst(task);
    }

    private void count(PendingTask task) {
        waiting++;
        waitingBytes += task.bodyBytes();
    }

    /** The next that waits; only if there is one. */
    PendingTask poll() {
        PendingTask next = tasks.pollFirst();
        while (next.state() != TaskState.QUEUED) {
            next = tasks.pollFirst();
        }
        leave(next);
        return next;
    }

    /** One of these waits no longer: polled, or about to be cancelled. */
    void leave(PendingTask task) {
        waiting--;
        waitingBytes -= task.bodyBytes();
        if (waiting == 0) {
            tasks.clear();
        } else if (tasks.size() > 2 * waiting + CANCELLED_THAT_MAY_STAY) {
            // What is submitted and cancelled behind one that waits long must not pile up.
            tasks.removeIf(each -> each.state() != TaskState.QUEUED);
        }
    }

    /** Ends them all. */
    List<PendingTask> drain() {
        List<PendingTask> drained = new ArrayList<>();
        for (PendingTask task : tasks) {
            if (task.state() == TaskState.QUEUED) {
                task.moveTo(TaskState.DONE);
                drained.add(task);
            }
        }
        tasks.clear();
        waiting = 0;
        waitingBytes = 0;
        return drained;
    }
}
