package dev.procpool.internal.pool;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.FakeWorker.Word;
import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.TaskStack;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A pool's world in one thread: users, workers and timers act in random order, and what the pool decides is done later,
 * in an order of chance, as threads would. After each event the decisions are checked against what is known of the world.
 *
 * <p>What keeps its order in reality keeps it here: what a worker says, up to its death, and what one pipe carries.
 */
final class Simulation implements EffectPerformer {

    private static final int TRACE_LENGTH = 60;
    private static final int MAX_STEPS_TO_THE_END = 200_000;

    /** Made a text only if the test fails. */
    private record Step(Object event, List<Effect> effects) {

        @Override
        public String toString() {
            return event + ": " + effects;
        }
    }

    /** How a task ended, by the pool's decisions; the user's own cancel is not one of them. */
    private static final class Fate {
        PendingTask task;
        int ends;
        boolean cancelledByUser;

        /** The worker that has it; null if none. */
        Integer holder;

        /** Whether its holder has said that it has begun. */
        boolean started;

        /** How many workers have died with it before they began with it. */
        int lostHolders;

        @Override
        public String toString() {
            return task.state() + " ends=" + ends + (cancelledByUser ? " cancelled" : "")
                    + (holder == null ? "" : " at worker " + holder);
        }
    }

    private final Random random;
    private final Mood mood;
    private final int target;
    private final PoolState pool;
    private final Set<Class<?>> seen;
    private final Deque<Step> trace = new ArrayDeque<>();

    private final Map<Integer, FakeWorker> workers = new TreeMap<>();
    private final Set<Integer> active = new HashSet<>();
    private final Map<Long, Fate> fates = new TreeMap<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Supplier<List<Effect>>> timers = new ArrayList<>();
    private long lastTaskId;
    private int terminations;
    private boolean broken;

    /** @param seen collects the kinds of effect that have occurred */
    Simulation(long seed, Set<Class<?>> seen) {
        this.random = new Random(seed);
        this.mood = Mood.random(random);
        this.target = 1 + random.nextInt(4);
        this.pool = PoolShape.of(target).closed();
        this.seen = seen;
    }

    /** What happened last, for the message of a failed test. */
    String trace() {
        return mood + ", " + pool + ", fates " + fates + "\n  "
                + trace.stream().map(Step::toString).collect(Collectors.joining("\n  "));
    }

    void run(int steps) {
        decided("opened", pool.opened());
        for (int step = 0; step < steps; step++) {
            if (random.nextInt(4) == 0) {
                userActs();
            } else {
                worldActs(false);
            }
        }
        if (random.nextBoolean()) {
            decided("shutdown", pool.shutdown());
        } else {
            decided("shutdownNow", pool.shutdownNow(new ArrayList<>()));
        }
        // After shutdownNow nothing may depend on the good will of tasks.
        boolean endlessTasksEnd = pool.phase() == PoolPhase.SHUTDOWN;
        for (int step = 0; worldActs(endlessTasksEnd); step++) {
            check(step < MAX_STEPS_TO_THE_END, "the pool does not come to its end");
        }
        check(pool.phase() == PoolPhase.TERMINATED, "nothing happens any more, but the pool has not ended");
        check(terminations == 1, "Terminated came " + terminations + " times");
        check(workers.isEmpty(), "workers live: " + workers.keySet());
        for (Fate fate : fates.values()) {
            check(
                    fate.ends == 1 || fate.ends == 0 && fate.cancelledByUser,
                    fate.task + " ended " + fate.ends + " times, cancelled by user: " + fate.cancelledByUser);
        }
    }

    // ---- what happens

    private void userActs() {
        int dice = random.nextInt(100);
        if (dice < 60) {
            submit();
        } else if (dice < 98) {
            cancelOne();
        } else if (random.nextInt(6) == 0) {
            decided("shutdown", pool.shutdown());
        } else if (random.nextInt(12) == 0) {
            decided("shutdownNow", pool.shutdownNow(new ArrayList<>()));
        }
    }

    private void submit() {
        if (pool.phase() == PoolPhase.RUNNING && pool.brokenBy() == null) {
            var fate = new Fate();
            fate.task = Given.task(++lastTaskId, random.nextInt(3));
            fates.put(lastTaskId, fate);
            decided("submitted " + fate.task, pool.submitted(fate.task));
        }
    }

    private void cancelOne() {
        if (lastTaskId == 0) {
            return;
        }
        Fate fate = fates.get(Math.max(1, lastTaskId - random.nextInt(6)));
        if (fate.task.future().cancel(true)) {
            fate.cancelledByUser = true;
            boolean mayInterrupt = random.nextBoolean();
            later.add(() -> {
                decided(
                        "cancelled " + fate.task + " mayInterrupt=" + mayInterrupt,
                        pool.cancelled(fate.task, mayInterrupt));
            });
        }
    }

    /** One step of anything but the user; false if there is nothing to be done any more. */
    private boolean worldActs(boolean endlessTasksEnd) {
        List<Runnable> possible = new ArrayList<>();
        for (FakeWorker worker : workers.values()) {
            if (worker.canStep(endlessTasksEnd)) {
                possible.add(() -> step(worker, endlessTasksEnd));
            }
            if (!worker.outbox.isEmpty()) {
                possible.add(() -> deliver(worker));
                possible.add(() -> deliver(worker));
            }
        }
        for (int i = 0; i < Math.min(3, later.size()); i++) {
            possible.add(() -> later.remove(random.nextInt(later.size())).run());
        }
        if (!timers.isEmpty() && (possible.isEmpty() || mood.timerFires(random))) {
            possible.add(() -> decided(
                    "a timer", timers.remove(random.nextInt(timers.size())).get()));
        }
        if (possible.isEmpty()) {
            return false;
        }
        possible.get(random.nextInt(possible.size())).run();
        return true;
    }

    private void step(FakeWorker worker, boolean endlessTasksEnd) {
        worker.step(endlessTasksEnd);
        PendingTask running = worker.running();
        if (running != null) {
            for (FakeWorker other : workers.values()) {
                check(other == worker || other.running() != running, running + " runs in two workers");
            }
        }
    }

    private void deliver(FakeWorker worker) {
        Word word = worker.outbox.poll();
        switch (word.kind()) {
            case STARTED -> heldBy(worker, word.taskId()).ifPresent(fate -> fate.started = true);
            case UNDECODABLE ->
                heldBy(worker, word.taskId()).ifPresent(fate -> {
                    if (fate.task.attempt().isLive()) {
                        // It is sent again, and nothing of it has run.
                        fate.started = false;
                    } else {
                        fate.holder = null;
                    }
                });
            case ANSWERED -> {
                if (word.isOutOfMemory()) {
                    active.remove(worker.number);
                } else {
                    heldBy(worker, word.taskId()).ifPresent(fate -> fate.holder = null);
                }
            }
            case DIED -> {
                workers.remove(worker.number);
                active.remove(worker.number);
                fates.values().stream()
                        .filter(fate -> Objects.equals(fate.holder, worker.number))
                        .forEach(fate -> {
                            fate.lostHolders += fate.task.attempt().state() == AttemptState.SENT ? 1 : 0;
                            fate.holder = null;
                        });
            }
            case READY -> {}
        }
        decided(word, word.tell(pool));
    }

    private Optional<Fate> heldBy(FakeWorker worker, long taskId) {
        return Optional.of(fates.get(taskId)).filter(fate -> Objects.equals(fate.holder, worker.number));
    }

    // ---- what is decided

    private void decided(Object event, List<Effect> effects) {
        trace.addLast(new Step(event, effects));
        if (trace.size() > TRACE_LENGTH) {
            trace.removeFirst();
        }
        for (Effect effect : effects) {
            seen.add(effect.getClass());
            effect.perform(this);
        }
        check(active.size() <= target, "active workers: " + active + ", target=" + target);
    }

    private void ended(PendingTask task) {
        Fate fate = fates.get(task.id());
        fate.ends++;
        check(fate.ends == 1, task + " has ended " + fate.ends + " times");
        task.future().complete(null);
    }

    /** The worker an effect is for, which must not have died yet. */
    private FakeWorker living(int worker) {
        check(terminations == 0, "the pool has ended, but something is wanted of worker " + worker);
        check(workers.containsKey(worker), "worker " + worker + " is dead, but something is wanted of it");
        return workers.get(worker);
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    // ---- effects: checked at once, done later

    @Override
    public void launch(int worker) {
        check(!broken, "a broken pool launches worker " + worker);
        check(workers.put(worker, new FakeWorker(worker, random, mood)) == null, "worker " + worker + " is not new");
        active.add(worker);
        FakeWorker launched = living(worker);
        later.add(launched::launch);
        timers.add(() -> pool.startLimitExpired(worker));
    }

    @Override
    public void sendTask(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = living(worker);
        check(active.contains(worker), "worker " + worker + " is to end, but gets " + task);
        check(
                fates.values().stream().noneMatch(fate -> Objects.equals(fate.holder, worker)),
                "worker " + worker + " has a task, but gets " + task);
        Fate fate = fates.get(task.id());
        check(fate.holder == null, task + " is sent to worker " + worker + ", but worker " + fate.holder + " has it");
        fate.holder = worker;
        fate.started = false;
        later.add(() -> receiver.task(task, random.nextBoolean()));
    }

    @Override
    public void sendAgainWithJdk(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = living(worker);
        check(Objects.equals(fates.get(task.id()).holder, worker), task + " is sent again where it is not");
        later.add(() -> {
            if (random.nextInt(5) == 0) {
                heldBy(receiver, task.id()).ifPresent(fate -> fate.holder = null);
                decided("encodingFailed " + task, pool.encodingFailed(worker, task, new IOException("not again")));
            } else {
                receiver.task(task, true);
            }
        });
    }

    @Override
    public void interrupt(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = living(worker);
        check(Objects.equals(fates.get(task.id()).holder, worker), task + " is interrupted where it is not");
        later.add(() -> {
            receiver.cancel(task);
            timers.add(() -> pool.graceExpired(worker, task, attempt));
        });
    }

    @Override
    public void release(int worker, long taskId) {
        FakeWorker receiver = living(worker);
        later.add(() -> receiver.release(taskId));
    }

    @Override
    public void resend(int worker, long taskId) {
        FakeWorker receiver = living(worker);
        later.add(() -> receiver.resend(fates.get(taskId).task));
    }

    @Override
    public void stop(int worker) {
        FakeWorker receiver = living(worker);
        check(pool.phase() != PoolPhase.RUNNING, "worker " + worker + " is stopped while the pool runs");
        active.remove(worker);
        later.add(() -> {
            receiver.stop();
            timers.add(() -> pool.stopLimitExpired(worker));
        });
    }

    @Override
    public void kill(int worker) {
        FakeWorker receiver = living(worker);
        active.remove(worker);
        later.add(receiver::kill);
    }

    @Override
    public void awaitResend(int worker, long taskId) {
        later.add(() -> timers.add(() -> pool.resendLimitExpired(worker, taskId)));
    }

    @Override
    public void retryStartLater() {
        later.add(() -> timers.add(pool::startRetryDue));
    }

    @Override
    public void armTimeout(PendingTask task, int attempt) {
        later.add(() -> timers.add(() -> pool.timeoutExpired(task, attempt, 1)));
    }

    @Override
    public void complete(int worker, PendingTask task, Answer answer) {
        check(fates.get(task.id()).ends == 0, task + " is completed but has ended");
        later.add(() -> {
            if (answer instanceof Answer.Value value && value.retained()) {
                if (random.nextInt(3) == 0) {
                    decided(
                            "resultUndecodable " + task,
                            pool.resultUndecodable(worker, task, new IOException("not decoded")));
                    return;
                }
                decided("resultDecoded " + task, pool.resultDecoded(worker, task));
            }
            ended(task);
        });
    }

    @Override
    public void fail(PendingTask task, AttemptEnd last) {
        Fate fate = fates.get(task.id());
        check(
                fate.started || fate.lostHolders == PoolState.MAX_LOST_HOLDERS && last instanceof Crashed,
                task + " had not started, but is failed by " + last + ", having cost " + fate.lostHolders + " workers");
        ended(task);
    }

    @Override
    public void failUndecodable(PendingTask task, Exception reason) {
        ended(task);
    }

    @Override
    public void cancel(List<PendingTask> tasks) {
        tasks.forEach(this::ended);
    }

    @Override
    public void failBroken(List<PendingTask> tasks, Breakage breakage) {
        tasks.forEach(this::ended);
    }

    @Override
    public void breakPool(Breakage breakage) {
        check(!broken, "the pool breaks a second time");
        broken = true;
        check(active.isEmpty(), "the pool breaks while workers can work: " + active);
    }

    @Override
    public void terminated() {
        terminations++;
        check(terminations == 1, "Terminated comes a second time");
        check(workers.isEmpty(), "Terminated comes while workers live: " + workers.keySet());
    }

    @Override
    public void interruptOverLimit(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = living(worker);
        later.add(() -> {
            receiver.showStack(task);
            receiver.cancel(task);
            timers.add(() -> pool.stackLimitExpired(worker, task.id(), attempt));
            timers.add(() -> pool.graceExpired(worker, task, attempt));
        });
    }

    @Override
    public void forget(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = living(worker);
        later.add(() -> receiver.forget(task));
    }

    @Override
    public void showStack(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = living(worker);
        later.add(() -> receiver.showStack(task));
    }

    @Override
    public void reportStack(int worker, long taskId, TaskStack stack) {}

    @Override
    public void terminate(int worker) {
        FakeWorker receiver = living(worker);
        active.remove(worker);
        later.add(() -> {
            receiver.terminate();
            timers.add(() -> pool.stopLimitExpired(worker));
        });
    }

    @Override
    public void initialize(int worker, Initializer initializer, boolean withJdk) {
        throw new AssertionError("there is no initializer");
    }

    @Override
    public void reportInitializer(int worker, Initializer initializer, Answer answer) {
        throw new AssertionError("there is no initializer");
    }

    @Override
    public void awaitAge(int worker) {
        throw new AssertionError("there is no age limit");
    }

    @Override
    public void awaitIdle(int worker, long stint) {
        throw new AssertionError("there is no idle timeout");
    }

    @Override
    public void reportRetiring(int worker, String why) {
        throw new AssertionError("nobody is to be replaced");
    }

    @Override
    public void reportRetry(PendingTask task, AttemptEnd lost) {
        throw new AssertionError("there are no retries");
    }
}
