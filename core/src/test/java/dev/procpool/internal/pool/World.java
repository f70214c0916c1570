package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Simulation.check;

import dev.procpool.internal.pool.FakeWorker.Kind;
import dev.procpool.internal.pool.FakeWorker.Word;
import dev.procpool.internal.pool.Fate.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What moves in a {@link Simulation} besides its users: workers, pipes, timers, and whoever does what was decided. */
final class World {

    /**
     * @param notBefore the time at which it is due at the earliest
     * @param again whether it may be due again and again while nothing else happens
     */
    private record Timer(String name, long notBefore, boolean again, Supplier<List<Effect>> expired) {}

    final Random random;
    final Mood mood;
    private final Books books;
    private final BiConsumer<Object, List<Effect>> decided;

    /** What has been decided and not been done. */
    private final List<Runnable> undone = new ArrayList<>();

    private final List<Timer> timers = new ArrayList<>();
    private long now;

    /** @param decided takes the pool's answer to an event */
    World(Random random, Mood mood, Books books, BiConsumer<Object, List<Effect>> decided) {
        this.random = random;
        this.mood = mood;
        this.books = books;
        this.decided = decided;
    }

    long now() {
        return now;
    }

    /** Some time or other. */
    void later(Runnable action) {
        undone.add(action);
    }

    void await(String name, long nanos, Supplier<List<Effect>> expired) {
        timers.add(new Timer(name, now + nanos, false, expired));
    }

    void awaitEndlessly(String name, Supplier<List<Effect>> expired) {
        timers.add(new Timer(name, now, true, expired));
    }

    void tell(Object event, List<Effect> effects) {
        decided.accept(event, effects);
    }

    /**
     * One step of anything but the user; false if there is nothing to be done any more.
     *
     * @param atRest whether nothing happens that would happen for ever
     */
    boolean acts(boolean endlessTasksEnd, boolean atRest) {
        now++;
        List<Runnable> possible = new ArrayList<>();
        for (FakeWorker worker : books.workers.values()) {
            if (worker.canStep(endlessTasksEnd)) {
                possible.add(() -> step(worker, endlessTasksEnd));
            }
            if (!worker.outbox.isEmpty()) {
                possible.add(() -> deliver(worker));
                possible.add(() -> deliver(worker));
            }
        }
        for (int i = 0; i < Math.min(3, undone.size()); i++) {
            possible.add(() -> undone.remove(random.nextInt(undone.size())).run());
        }
        List<Timer> due =
                timers.stream().filter(timer -> !atRest || !timer.again).toList();
        if (!due.isEmpty() && (possible.isEmpty() || mood.timerFires(random))) {
            possible.add(() -> expire(due.get(random.nextInt(due.size()))));
        }
        if (!atRest && books.settings.maxResidentBytes() > 0 && !books.workers.isEmpty() && random.nextInt(10) == 0) {
            possible.add(this::weigh);
        }
        if (possible.isEmpty()) {
            return false;
        }
        possible.get(random.nextInt(possible.size())).run();
        return true;
    }

    private void expire(Timer timer) {
        timers.remove(timer);
        now = Math.max(now, timer.notBefore);
        tell(timer.name, timer.expired.get());
    }

    private void weigh() {
        int worker = 1 + random.nextInt(books.given.size() + 1);
        long bytes = random.nextLong(books.settings.maxResidentBytes() * 5 / 4);
        tell("worker " + worker + ": " + bytes + " bytes", books.pool.residentSize(worker, bytes));
    }

    private void step(FakeWorker worker, boolean endlessTasksEnd) {
        worker.step(endlessTasksEnd);
        long running = worker.running();
        if (running > 0) {
            for (FakeWorker other : books.workers.values()) {
                boolean both = other != worker && other.running() == running;
                check(!both || !isLive(other, running) || !isLive(worker, running), "task " + running + " runs twice");
            }
        }
    }

    private boolean isLive(FakeWorker worker, long taskId) {
        Hold hold = books.fates.get(taskId).holds.get(worker.number);
        return hold != null && hold.live;
    }

    private void deliver(FakeWorker worker) {
        Word word = worker.outbox.remove(0);
        int number = worker.number;
        Fate fate = books.fates.get(word.taskId());
        Hold hold = fate == null ? null : fate.holds.get(number);
        if (hold != null && word.kind() == Kind.STARTED) {
            hold.started = true;
            if (hold.live) {
                fate.begun = hold.attempt;
            }
            books.begins(number, fate.task.broadcast(), fate.task.id());
        } else if (hold != null && word.kind() == Kind.UNDECODABLE) {
            hold.started = false;
            if (hold.live) {
                fate.begun = hold.attempt - 1;
            } else {
                fate.holds.remove(number);
            }
        } else if (word.isOutOfMemory()) {
            if (books.up.contains(number)) {
                books.active.remove(number);
            }
        } else if (word.kind() == Kind.ANSWERED && hold != null) {
            books.answering = hold;
            fate.holds.remove(number);
        } else if (word.kind() == Kind.ANSWERED && word.taskId() < 0 || word.kind() == Kind.READY) {
            // Unless there is something to initialize.
            books.up.add(number);
        } else if (word.kind() == Kind.DIED) {
            books.died(number);
        }
        tell(word, word.tell(books.pool, now));
        books.answering = null;
    }
}
