package dev.procpool.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pool's world in one thread: users, workers and timers act in random order, and what the pool decides is done later,
 * in an order of chance, as threads would. After each event the {@link Decisions} are checked against what the {@link Books}
 * know of the {@link World}.
 *
 * <p>What keeps its order in reality keeps it here: what a worker says, up to its death, and what one pipe carries.
 */
final class Simulation {

    private static final int TRACE_LENGTH = 60;
    private static final int MAX_STEPS_TO_THE_END = 200_000;

    /** Made a text only if the test fails. */
    private record Step(Object event, List<Effect> effects) {

        @Override
        public String toString() {
            return event + ": " + effects;
        }
    }

    private final Random random;
    private final Mood mood;
    private final PoolSettings settings;
    private final PoolState pool;
    private final Books books;
    private final World world;
    private final Decisions decisions;
    private final Set<Class<?>> seen;
    private final Deque<Step> trace = new ArrayDeque<>();
    private long lastTaskId;
    private long lastInitializerId = -1;

    /** @param seen collects the kinds of effect that have occurred */
    Simulation(long seed, Set<Class<?>> seen) {
        this.random = new Random(seed);
        this.mood = Mood.random(random);
        this.settings = Mood.settings(random);
        this.books = new Books(settings);
        this.pool = books.pool;
        this.world = new World(random, mood, books, this::decided);
        this.decisions = new Decisions(world, books);
        this.seen = seen;
    }

    /** What happened last, for the message of a failed test. */
    String trace() {
        return mood + ", " + settings + ", " + pool + ", fates " + books.fates + "\n  "
                + trace.stream().map(Step::toString).collect(Collectors.joining("\n  "));
    }

    void run(int steps) {
        decided("opened", pool.opened());
        for (int step = 0; step < steps; step++) {
            if (random.nextInt(4) == 0) {
                userActs();
            } else {
                world.acts(false, false);
            }
        }
        if (random.nextBoolean()) {
            comeToRest();
        }
        if (random.nextBoolean()) {
            decided("shutdown", pool.shutdown());
        } else {
            shutdownNow();
        }
        // After shutdownNow nothing may depend on the good will of tasks.
        boolean endlessTasksEnd = pool.phase() == PoolPhase.SHUTDOWN;
        for (int step = 0; world.acts(endlessTasksEnd, false); step++) {
            check(step < MAX_STEPS_TO_THE_END, "the pool does not come to its end");
        }
        check(pool.phase() == PoolPhase.TERMINATED, "nothing happens any more, but the pool has not ended");
        books.checkTheEnd();
        checkThatAllAreOver();
    }

    /** Without a shutdown: when nothing is left to happen, nobody may wait, and the pool has its size. */
    private void comeToRest() {
        for (int step = 0; world.acts(true, true); step++) {
            check(step < MAX_STEPS_TO_THE_END, "the pool does not come to rest");
        }
        checkThatAllAreOver();
        books.checkTheRest();
    }

    private void checkThatAllAreOver() {
        for (Fate fate : books.fates.values()) {
            check(
                    fate.isOver(),
                    fate.task + " ended " + fate.ends + " times, cancelled by user: " + fate.cancelledByUser);
        }
    }

    private void decided(Object event, List<Effect> effects) {
        trace.addLast(new Step(event, effects));
        if (trace.size() > TRACE_LENGTH) {
            trace.removeFirst();
        }
        for (Effect effect : effects) {
            seen.add(effect.getClass());
            effect.perform(decisions);
        }
        books.checkSize();
    }

    // ---- what users do

    private void userActs() {
        int dice = random.nextInt(100);
        if (mood.broadcasts(random)) {
            broadcast();
        } else if (dice < 60) {
            submit();
        } else if (dice < 98) {
            cancelOne();
        } else if (random.nextInt(6) == 0) {
            decided("shutdown", pool.shutdown());
        } else if (random.nextInt(12) == 0) {
            shutdownNow();
        } else if (random.nextInt(12) == 0) {
            decided("collapsed", pool.collapsed(new IllegalStateException("a fault of the pool's own")));
        }
    }

    private boolean isOpen() {
        return pool.phase() == PoolPhase.RUNNING && pool.brokenBy() == null;
    }

    private PendingTask newTask(Broadcast broadcast) {
        long timeoutNanos = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(60);
        int retries = random.nextInt(3);
        PendingTask task = Given.task(++lastTaskId, timeoutNanos, retries, broadcast, 1 + random.nextInt(3));
        books.fates.put(lastTaskId, new Fate(task, retries));
        return task;
    }

    private void submit() {
        if (isOpen()) {
            PendingTask task = newTask(null);
            if (pool.hasRoomFor(task)) {
                decided("submitted " + task, pool.submitted(task));
            } else {
                books.fates.remove(task.id());
            }
        }
    }

    private void broadcast() {
        if (isOpen()) {
            var group = new Broadcast();
            List<PendingTask> tasks = new ArrayList<>();
            for (int i = 0; i < settings.workers() + settings.spareWorkers(); i++) {
                tasks.add(newTask(group));
            }
            Initializer later = random.nextBoolean() ? Given.initializer(--lastInitializerId, false) : null;
            if (later != null) {
                books.standing.put(later.id(), group);
            }
            decided("broadcast " + tasks + ", later " + (later != null), pool.broadcast(tasks, later));
        }
    }

    private void cancelOne() {
        Fate fate = books.fates.get(lastTaskId - random.nextInt(6));
        if (fate != null && fate.task.future().cancel(true)) {
            fate.cancelledByUser = true;
            boolean mayInterrupt = random.nextBoolean();
            world.later(() -> {
                fate.cancelTold |= fate.task.state() != TaskState.DONE;
                decided(
                        "cancelled " + fate.task + " mayInterrupt=" + mayInterrupt,
                        pool.cancelled(fate.task, mayInterrupt));
                fate.abandoned();
            });
        }
    }

    private void shutdownNow() {
        List<PendingTask> neverStarted = new ArrayList<>();
        decided("shutdownNow", pool.shutdownNow(neverStarted));
        for (PendingTask task : neverStarted) {
            check(books.fates.get(task.id()).begun == 0, task + " had begun, but is handed back as never started");
            check(task.task() != null, task + " is handed back, but its object is gone");
        }
    }

    static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
