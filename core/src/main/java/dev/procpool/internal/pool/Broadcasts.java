package dev.procpool.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tasks that wait for one worker and no other, and those of them whose worker is gone. Each of a broadcast's tasks is bound
 * to another worker; one that loses its worker before it has run is an orphan until another worker takes it over. A part of
 * {@link PoolState}, and as that without threads, I/O or clock; guarded by the dispatcher's lock.
 */
final class Broadcasts {

    private final Deque<PendingTask> orphans = new ArrayDeque<>();

    /** How many wait, for a worker that lives or as orphans. */
    private int waiting;

    int waiting() {
        return waiting;
    }

    boolean hasOrphans() {
        return !orphans.isEmpty();
    }

    // ---- tasks come and go

    /** Binds each task to another of these workers. Where there are not enough of them the rest are orphans. */
    void bindEach(List<PendingTask> tasks, List<WorkerRecord> workers) {
        waiting += tasks.size();
        int next = 0;
        for (PendingTask task : tasks) {
            if (next < workers.size()) {
                bind(workers.get(next++), task);
            } else {
                orphans.add(task);
            }
        }
    }

    private static void bind(WorkerRecord worker, PendingTask task) {
        worker.bound.add(task);
        task.broadcast().isFor(worker);
    }

    /** The next that is for this worker; null if there is none. */
    PendingTask poll(WorkerRecord worker) {
        PendingTask next = worker.bound.poll();
        if (next != null) {
            waiting--;
        }
        return next;
    }

    /** One waits again: for the worker that had it, or if that has no future, for another. */
    void bindAgain(PendingTask task) {
        WorkerRecord worker = task.attempt().worker;
        if (worker.isLasting()) {
            worker.bound.addFirst(task);
        } else {
            orphans.add(task);
        }
        waiting++;
    }

    /** One that waits is about to be cancelled. */
    void leave(PendingTask task, Collection<WorkerRecord> workers) {
        waiting--;
        if (!orphans.remove(task)) {
            workers.forEach(worker -> worker.bound.remove(task));
        }
    }

    /** Ends all that wait. */
    List<PendingTask> drain(Collection<WorkerRecord> workers) {
        workers.forEach(this::orphan);
        List<PendingTask> drained = List.copyOf(orphans);
        drained.forEach(task -> task.moveTo(TaskState.DONE));
        orphans.clear();
        waiting = 0;
        return drained;
    }

    // ---- workers come and go

    /** This worker will not run what waits for it. */
    void orphan(WorkerRecord worker) {
        orphans.addAll(worker.bound);
        worker.bound.clear();
    }

    /** A new worker takes over one orphan of each broadcast; so it need not run that as a later worker. */
    void adoptInto(WorkerRecord newcomer) {
        List<PendingTask> adopted = new ArrayList<>();
        for (PendingTask orphan : orphans) {
            if (newcomer.bound.stream().noneMatch(other -> other.broadcast() == orphan.broadcast())) {
                bind(newcomer, orphan);
                adopted.add(orphan);
            }
        }
        orphans.removeAll(adopted);
    }

    /** Workers take over orphans of broadcasts that they have not had yet. @return those that did */
    Set<WorkerRecord> adoptInto(List<WorkerRecord> workers) {
        Set<WorkerRecord> adopters = new LinkedHashSet<>();
        for (WorkerRecord worker : workers) {
            boolean some = orphans.removeIf(orphan -> {
                boolean adopted = !orphan.broadcast().reaches(worker);
                if (adopted) {
                    bind(worker, orphan);
                }
                return adopted;
            });
            if (some) {
                adopters.add(worker);
            }
        }
        return adopters;
    }

    /** This worker takes over all orphans, even if it runs a broadcast twice. */
    void forceInto(WorkerRecord worker) {
        orphans.forEach(orphan -> bind(worker, orphan));
        orphans.clear();
    }
}
