package dev.procpool.internal.pool;

import dev.procpool.wire.Failure;
import dev.procpool.wire.RunTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the pool knows of one worker. Guarded by the dispatcher's lock. */
final class WorkerRecord {

    /** What may wait in a worker for its turn: so long a task waits there at most while another worker is idle. */
    private static final long MOST_WAITING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** As many small ones as fit into a pipe. */
    private static final int MOST_IN_FLIGHT = 128;

    final int number;

    /**
     * STARTING to READY, by way of INITIALIZING if there is something to initialize; READY to BUSY and back; all of them
     * to STOPPING; everything to DEAD. Moved by {@link #moveTo} alone.
     */
    private WorkerState state = WorkerState.STARTING;

    /** What it has to run before it is READY, the next first. */
    final Deque<Initializer> initializers;

    /** Tasks this worker has, by id, oldest first. */
    final Map<Long, Attempt> inFlight = new LinkedHashMap<>();

    /** Tasks for this worker alone that wait for it. */
    final Deque<PendingTask> bound = new ArrayDeque<>();

    /** Results it keeps for us. */
    final Deliveries deliveries;

    /** Attempts that ran into their limit, until we know where they hung. */
    final Map<Long, Attempt> overLimit = new HashMap<>();

    /** Whether it may have tasks that wait for their turn. */
    private boolean takesSeveral;

    /** What a task of the next ones is likely to take; 0 if nobody knows. Falls fast, rises slowly. */
    private long taskNanos;

    /** What it was working on when it was last seen that others are idle; null if nothing waited here then. */
    Attempt currentWhenOthersIdled;

    /** Why this worker is about to exit, by its own words; null if it said nothing. */
    Failure lastWords;

    /** How many tasks it has been given. */
    int tasksGiven;

    /** Raised whenever it becomes READY. */
    long stint;

    /** Whether {@link PoolState#idleLimitExpired} will come for it. */
    boolean idleWatched;

    /** Once true, always true: a replacement is wanted, and when it is there this worker stops. */
    private boolean retiring;

    /** Once true, always true: it is retiring and must not be given another task, replaced or not. */
    private boolean exhausted;

    WorkerRecord(int number, Collection<Initializer> initializers) {
        this.number = number;
        this.deliveries = new Deliveries(number);
        this.initializers = new ArrayDeque<>(initializers);
    }

    WorkerState state() {
        return state;
    }

    void moveTo(WorkerState next) {
        if (!state.canMoveTo(next)) {
            throw new IllegalStateException("worker " + number + " cannot move from " + state + " to " + next);
        }
        state = next;
    }

    /** The attempt it works on, or, as far as we have heard of none, the one it has had longest; null if it has none. */
    Attempt current() {
        Attempt first = null;
        for (Attempt attempt : inFlight.values()) {
            if (attempt.hasBegun()) {
                return attempt;
            }
            first = first == null ? attempt : first;
        }
        return first;
    }

    /** The first attempt it has been sent and has not begun with; null if there is none. */
    Attempt waiting() {
        return inFlight.values().stream()
                .filter(attempt -> attempt.state() == AttemptState.SENT)
                .findFirst()
                .orElse(null);
    }

    /** @param several whether it may have tasks that wait for their turn */
    void greeted(boolean several) {
        takesSeveral = several;
    }

    /** A task has run here. @param log2Nanos for at most 2 to the power of this; 0 if that is not known */
    void ran(int log2Nanos) {
        long nanos = RunTime.mostNanos(log2Nanos);
        if (nanos == 0) {
            return;
        }
        if (taskNanos == 0) {
            taskNanos = nanos;
        } else if (nanos < taskNanos) {
            taskNanos -= (taskNanos - nanos) / 4;
        } else {
            // One that lost its processor for a while, or met the garbage collector, says little of the next. If it was
            // a
            // long one indeed, what waits behind it is called back as soon as somebody is idle.
            taskNanos += Math.min(nanos - taskNanos, taskNanos / 8 + 1);
        }
    }

    /** A task runs here for longer than what is behind it should wait. */
    void runsOn() {
        taskNanos = Math.max(taskNanos, MOST_WAITING_NANOS + 1);
    }

    /** Has all but one come back with which it has not begun. The youngest first, for each goes to the head of the queue. */
    void callBackAllBut(Attempt stays, List<Effect> effects) {
        List<Attempt> attempts = new ArrayList<>(inFlight.values());
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (attempts.get(i) != stays) {
                attempts.get(i).callBack(effects);
            }
        }
    }

    /** How many more tasks it may have now, beside what it has. */
    int room() {
        Attempt current = current();
        boolean ordinary = state == WorkerState.BUSY && !retiring && bound.isEmpty() && overLimit.isEmpty();
        if (!takesSeveral || taskNanos == 0 || !ordinary || current == null || !current.isLive()) {
            return 0;
        }
        long window = Math.min(MOST_IN_FLIGHT, 1 + MOST_WAITING_NANOS / taskNanos);
        return (int) Math.max(0, window - inFlight.size());
    }

    /** Whether it has begun with one that is not over, wanted or not. */
    boolean isAtWork() {
        return inFlight.values().stream().anyMatch(Attempt::hasBegun);
    }

    /** That it has, or whose end it is yet to explain. */
    Stream<PendingTask> tasks() {
        return Stream.concat(overLimit.values().stream(), inFlight.values().stream())
                .map(attempt -> attempt.task);
    }

    /** It has ended: a future that is kept knows its last worker, and must not keep the futures of others with it. */
    void forget() {
        inFlight.clear();
        overLimit.clear();
        currentWhenOthersIdled = null;
    }

    boolean isRetiring() {
        return retiring;
    }

    void retiring() {
        retiring = true;
    }

    boolean isExhausted() {
        return exhausted;
    }

    void exhausted() {
        exhausted = true;
    }

    /** Whether everything it answered has been understood, and nothing is expected of it. */
    boolean owesNothing() {
        return deliveries.isEmpty() && overLimit.isEmpty();
    }

    /** Whether it is on its way to its first task, or past it: a STOPPING or DEAD one is not. */
    boolean isActive() {
        return state != WorkerState.STOPPING && state != WorkerState.DEAD;
    }

    /** Whether it counts towards the size of the pool: one that retires needs a replacement. */
    boolean isLasting() {
        return isActive() && !retiring;
    }

    /** Whether it has not got as far as its first task. */
    boolean isComing() {
        return state == WorkerState.STARTING || state == WorkerState.INITIALIZING;
    }

    /** Whether it is up and has a future. */
    boolean isEstablished() {
        return isLasting() && !isComing();
    }
}
