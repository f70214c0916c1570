package dev.procpool.internal.pool;

import dev.procpool.wire.Failure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the pool knows of one worker. Guarded by the dispatcher's lock. */
final class WorkerRecord {

    final int number;

    /**
     * STARTING to READY; READY to BUSY and back; all of them to STOPPING; everything to DEAD. Moved by {@link #moveTo}
     * alone.
     */
    private WorkerState state = WorkerState.STARTING;

    /** Tasks this worker has, by id, oldest first. */
    final Map<Long, PendingTask> inFlight = new LinkedHashMap<>();

    /** Tasks whose results this worker keeps until we have decoded them. */
    final Map<Long, PendingTask> undelivered = new HashMap<>();

    /** Tasks whose results we could not decode and have asked for again. */
    final Map<Long, AskedAgain> askedAgain = new HashMap<>();

    /** @param reason why the first bytes could not be decoded */
    record AskedAgain(PendingTask task, Exception reason) {}

    /** Why this worker is about to exit, by its own words; null if it said nothing. */
    Failure lastWords;

    WorkerRecord(int number) {
        this.number = number;
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

    /** Whether everything it answered has been understood. */
    boolean owesNothing() {
        return undelivered.isEmpty() && askedAgain.isEmpty();
    }

    /** Whether it has a future as a worker: a STOPPING or DEAD one needs a replacement. */
    boolean isActive() {
        return state == WorkerState.STARTING || state == WorkerState.READY || state == WorkerState.BUSY;
    }
}
