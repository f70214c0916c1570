package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Simulation.check;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.AttemptEnd.TimedOut;
import dev.procpool.internal.pool.Fate.Hold;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a {@link Simulation} knows of its pool from outside, and what must hold of that. */
final class Books {

    final PoolSettings settings;
    final PoolState pool;

    /** How many workers are kept. */
    final int size;

    final Map<Long, Fate> fates = new TreeMap<>();

    /** Those that have not died. */
    final Map<Integer, FakeWorker> workers = new TreeMap<>();

    /** Those whose end has not been decided. */
    final Set<Integer> active = new HashSet<>();

    /** Those that have got as far as their first task. */
    final Set<Integer> up = new HashSet<>();

    /** Those that are to be replaced. */
    final Set<Integer> retiring = new HashSet<>();

    /** How many tasks each worker has been given. */
    final Map<Integer, Integer> given = new HashMap<>();

    /** Which broadcast an initializer for later workers belongs to. */
    final Map<Long, Broadcast> standing = new HashMap<>();

    /** Which broadcasts each worker has begun with, as a task or before its first; and with which task. */
    private final Map<Integer, Map<Broadcast, Long>> broadcasts = new HashMap<>();

    /** Whose answer is being told; null if that is not it, or if the worker did not hold the task. */
    Hold answering;

    int terminations;
    boolean broken;

    Books(PoolSettings settings) {
        this.settings = settings;
        this.pool = new PoolState(settings);
        this.size = settings.workers() + settings.spareWorkers();
    }

    // ---- what happens

    void died(int worker) {
        workers.remove(worker);
        active.remove(worker);
        up.remove(worker);
        retiring.remove(worker);
        for (Fate fate : fates.values()) {
            Hold hold = fate.holds.remove(worker);
            if (hold != null && hold.live && !hold.started) {
                fate.lostHolders++;
            }
        }
    }

    void begins(int worker, Broadcast broadcast, long id) {
        if (broadcast != null) {
            Long before =
                    broadcasts.computeIfAbsent(worker, key -> new HashMap<>()).put(broadcast, id);
            // A task may lose a worker that is to be replaced, when its replacement has run the broadcast already.
            Fate fate = fates.get(id);
            boolean again = fate != null && (fate.lostHolders > 0 || fate.retried > 0);
            check(
                    before == null || before == id || again,
                    "worker " + worker + " runs a broadcast twice: " + before + ", " + id);
        }
    }

    // ---- what must hold

    void checkSize() {
        if (pool.phase() == PoolPhase.RUNNING) {
            Set<Integer> lasting = new HashSet<>(active);
            lasting.removeAll(retiring);
            check(lasting.size() <= size, "too many workers: " + lasting + ", retiring " + retiring);
        }
    }

    /** Nothing is left to happen, but there was no shutdown. */
    void checkTheRest() {
        if (broken) {
            check(workers.isEmpty(), "the pool is broken, but workers live: " + workers.keySet());
        } else if (pool.phase() == PoolPhase.RUNNING && settings.idleTimeoutNanos() == 0) {
            check(active.size() == size && up.equals(active), "active=" + active + ", up=" + up + ", size=" + size);
        }
    }

    void checkTheEnd() {
        check(terminations == 1, "Terminated came " + terminations + " times");
        check(workers.isEmpty(), "workers live: " + workers.keySet());
    }

    void end(PendingTask task) {
        Fate fate = fates.get(task.id());
        check(!fate.cancelTold, task + " ends, but the pool knows that it was cancelled");
        check(
                task.attempts() == fate.begun && fate.begun <= fate.retries + 1,
                task + " has had " + fate.begun + " attempts, but says " + task.attempts());
    }

    void ended(PendingTask task) {
        Fate fate = fates.get(task.id());
        fate.ends++;
        check(fate.ends == 1, task + " has ended " + fate.ends + " times");
        task.future().complete(null);
    }

    /** The worker an effect is for, which must not have died yet. */
    FakeWorker living(int worker) {
        check(terminations == 0, "the pool has ended, but something is wanted of worker " + worker);
        check(workers.containsKey(worker), "worker " + worker + " is dead, but something is wanted of it");
        return workers.get(worker);
    }

    FakeWorker holding(int worker, PendingTask task, int attempt) {
        Hold hold = fates.get(task.id()).holds.get(worker);
        check(
                hold != null && hold.attempt == attempt,
                "worker " + worker + " has no attempt " + attempt + " of " + task);
        return living(worker);
    }

    boolean hasATask(int worker) {
        return fates.values().stream().anyMatch(fate -> fate.holds.containsKey(worker));
    }

    static void checkLost(Fate fate, AttemptEnd lost) {
        if (lost instanceof Crashed crash) {
            boolean tooOften = fate.lostHolders >= LostAttempts.MAX_LOST_HOLDERS && !crash.begun();
            check(fate.begun > 0 || tooOften, fate.task + " had not begun, but is lost by " + lost + ": " + fate);
        } else {
            long ran = ((TimedOut) lost).ranNanos();
            check(ran >= fate.task.timeoutNanos(), fate.task + " is timed out after " + ran);
        }
    }
}
