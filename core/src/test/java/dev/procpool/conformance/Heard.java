package dev.procpool.conformance;

import dev.procpool.PoolListener;
import dev.procpool.testing.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener hears, in its order. Thread-safe. */
final class Heard implements PoolListener {

    enum What {
        PROGRESS,
        READY,
        RETIRING,
        ENDED
    }

    /**
     * @param of a task's number for {@link What#PROGRESS}, else a worker's
     * @param text what was said beyond that
     */
    record Event(What what, long of, String text) {
        boolean is(What itsKind, long itsSubject) {
            return what == itsKind && of == itsSubject;
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public void progressed(long taskId, long done, long total) {
        events.add(new Event(What.PROGRESS, taskId, done + "/" + total));
    }

    @Override
    public void workerReady(int worker, long pid) {
        events.add(new Event(What.READY, worker, Long.toString(pid)));
    }

    @Override
    public void workerRetiring(int worker, String why) {
        events.add(new Event(What.RETIRING, worker, why));
    }

    @Override
    public void workerEnded(int worker, String how) {
        events.add(new Event(What.ENDED, worker, how));
    }

    List<Event> all(What what) {
        return events.stream().filter(event -> event.what() == what).toList();
    }

    Event await(What what, long of) {
        Await.until(() -> events.stream().anyMatch(event -> event.is(what, of)), what + " of " + of + " is not heard");
        return events.stream().filter(event -> event.is(what, of)).findFirst().orElseThrow();
    }

    /** Waits for both. */
    boolean isBefore(What first, long firstOf, What second, long secondOf) {
        return events.indexOf(await(first, firstOf)) < events.indexOf(await(second, secondOf));
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
