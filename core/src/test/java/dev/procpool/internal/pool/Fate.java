package dev.procpool.internal.pool;

import java.util.HashMap;
import java.util.Map;

/** What the simulation knows of one task: who has it, and how it ended. */
final class Fate {

    /** One worker's hold of it. */
    static final class Hold {

        final int attempt;

        /** Whether somebody waits for it: not once its time was up. */
        boolean live = true;

        /** Whether its worker has said that it has begun. */
        boolean started;

        Hold(int attempt) {
            this.attempt = attempt;
        }
    }

    final PendingTask task;
    final int retries;

    /** By worker. At most one is live. */
    final Map<Integer, Hold> holds = new HashMap<>();

    /** How often it ended by the pool's decisions; the user's own cancel is not one of them. */
    int ends;

    boolean cancelledByUser;

    /** Whether the pool knew before it had an end of its own for it. */
    boolean cancelTold;

    /** How many attempts have begun and were lost, and not the last of them. */
    int retried;

    /** How many attempts have begun, not counting vain tries to decode it. */
    int begun;

    /** How many workers have died with this task before they began with it. */
    int lostHolders;

    Fate(PendingTask task, int retries) {
        this.task = task;
        this.retries = retries;
    }

    Hold liveHold() {
        return holds.values().stream().filter(hold -> hold.live).findAny().orElse(null);
    }

    void abandoned() {
        holds.values().forEach(hold -> hold.live = false);
    }

    /** Whether nothing is to come any more. */
    boolean isOver() {
        return ends == 1 || ends == 0 && cancelledByUser;
    }

    @Override
    public String toString() {
        return task.state() + " ends=" + ends + (cancelledByUser ? " cancelled" : "")
                + (task.broadcast() == null ? "" : " broadcast") + (holds.isEmpty() ? "" : " at " + holds.keySet());
    }
}
