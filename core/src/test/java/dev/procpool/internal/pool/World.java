package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Simulation.check;

import dev.procpool.internal.pool.AttemptEnd.Crashed;
import dev.procpool.internal.pool.AttemptEnd.TimedOut;
import dev.procpool.internal.pool.FakeWorker.Kind;
import dev.procpool.internal.pool.FakeWorker.Word;
import dev.procpool.internal.pool.Fate.Hold;
import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Workers, pipes and timers of a {@link Simulation}. What the pool decides is checked at once and done later. */
final class World implements EffectPerformer {

    /** @param notBefore the time at which it is due at the earliest */
    private record Timer(String name, long notBefore, boolean again, Supplier<List<Effect>> expired) {}

    private final Random random;
    private final Mood mood;
    private final PoolSettings settings;
    private final int size;
    private final PoolState pool;
    private final Map<Long, Fate> fates;
    private final BiConsumer<Object, List<Effect>> decided;

    /** Which broadcast an initializer for later workers belongs to. */
    final Map<Long, Broadcast> standing = new HashMap<>();

    final List<Runnable> later = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final Map<Integer, FakeWorker> workers = new TreeMap<>();

    /** Those whose end has not been decided. */
    private final Set<Integer> active = new HashSet<>();

    /** Those that have got as far as their first task. */
    private final Set<Integer> up = new HashSet<>();

    /** Those that are to be replaced. */
    private final Set<Integer> retiring = new HashSet<>();

    /** How many tasks each worker has been given. */
    private final Map<Integer, Integer> given = new HashMap<>();

    /** Which broadcasts each worker has begun with, as a task or before its first; and with which task. */
    private final Map<Integer, Map<Broadcast, Long>> broadcasts = new HashMap<>();

    /** Whose answer is being told; null if that is not it, or if the worker did not hold the task. */
    private Hold answering;

    private long now;
    private int terminations;
    private boolean broken;

    /** @param decided takes the pool's answer to an event */
    World(
            Random random,
            Mood mood,
            PoolSettings settings,
            PoolState pool,
            Map<Long, Fate> fates,
            BiConsumer<Object, List<Effect>> decided) {
        this.random = random;
        this.mood = mood;
        this.settings = settings;
        this.size = settings.workers() + settings.spareWorkers();
        this.pool = pool;
        this.fates = fates;
        this.decided = decided;
    }

    // ---- what happens

    /**
     * One step of anything but the user; false if there is nothing to be done any more.
     *
     * @param atRest whether nothing happens that would happen for ever
     */
    boolean acts(boolean endlessTasksEnd, boolean atRest) {
        now++;
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
        List<Timer> due =
                timers.stream().filter(timer -> !atRest || !timer.again).toList();
        if (!due.isEmpty() && (possible.isEmpty() || mood.timerFires(random))) {
            possible.add(() -> expire(due.get(random.nextInt(due.size()))));
        }
        if (!atRest && settings.maxResidentBytes() > 0 && !workers.isEmpty() && random.nextInt(10) == 0) {
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
        decided.accept(timer.name, timer.expired.get());
    }

    private void await(String name, long nanos, Supplier<List<Effect>> expired) {
        timers.add(new Timer(name, now + nanos, false, expired));
    }

    private void weigh() {
        int worker = 1 + random.nextInt(given.size() + 1);
        long bytes = random.nextLong(settings.maxResidentBytes() * 5 / 4);
        decided.accept("worker " + worker + ": " + bytes + " bytes", pool.residentSize(worker, bytes));
    }

    private void step(FakeWorker worker, boolean endlessTasksEnd) {
        worker.step(endlessTasksEnd);
        long running = worker.running();
        if (running > 0) {
            for (FakeWorker other : workers.values()) {
                boolean both = other != worker && other.running() == running;
                check(!both || !isLive(other, running) || !isLive(worker, running), "task " + running + " runs twice");
            }
        }
    }

    private boolean isLive(FakeWorker worker, long taskId) {
        Hold hold = fates.get(taskId).holds.get(worker.number);
        return hold != null && hold.live;
    }

    private void deliver(FakeWorker worker) {
        Word word = worker.outbox.remove(0);
        int number = worker.number;
        Fate fate = fates.get(word.taskId());
        Hold hold = fate == null ? null : fate.holds.get(number);
        if (hold != null && word.kind() == Kind.STARTED) {
            hold.started = true;
            if (hold.live) {
                fate.begun = hold.attempt;
            }
            begins(number, fate.task.broadcast(), fate.task.id());
        } else if (hold != null && word.kind() == Kind.UNDECODABLE) {
            hold.started = false;
            if (hold.live) {
                fate.begun = hold.attempt - 1;
            } else {
                fate.holds.remove(number);
            }
        } else if (word.isOutOfMemory()) {
            if (up.contains(number)) {
                active.remove(number);
            }
        } else if (word.kind() == Kind.ANSWERED && hold != null) {
            answering = hold;
            fate.holds.remove(number);
        } else if (word.kind() == Kind.ANSWERED && word.taskId() < 0 || word.kind() == Kind.READY) {
            // Unless there is something to initialize.
            up.add(number);
        } else if (word.kind() == Kind.DIED) {
            died(number);
        }
        decided.accept(word, word.tell(pool, now));
        answering = null;
    }

    private void died(int worker) {
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

    private void begins(int worker, Broadcast broadcast, long id) {
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
        check(later.isEmpty(), "something is still to be done");
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

    private void end(PendingTask task) {
        Fate fate = fates.get(task.id());
        check(!fate.cancelTold, task + " ends, but the pool knows that it was cancelled");
        check(
                task.attempts() == fate.begun && fate.begun <= fate.retries + 1,
                task + " has had " + fate.begun + " attempts, but says " + task.attempts());
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

    private FakeWorker holding(int worker, PendingTask task, int attempt) {
        Hold hold = fates.get(task.id()).holds.get(worker);
        check(
                hold != null && hold.attempt == attempt,
                "worker " + worker + " has no attempt " + attempt + " of " + task);
        return living(worker);
    }

    private boolean hasATask(int worker) {
        return fates.values().stream().anyMatch(fate -> fate.holds.containsKey(worker));
    }

    // ---- effects: workers

    @Override
    public void launch(int worker) {
        check(!broken, "a broken pool launches worker " + worker);
        check(pool.phase().compareTo(PoolPhase.STOP) < 0, "a stopped pool launches worker " + worker);
        check(given.put(worker, 0) == null, "worker " + worker + " is not new");
        var launched = new FakeWorker(worker, random, mood);
        workers.put(worker, launched);
        active.add(worker);
        later.add(launched::launch);
        await("start limit of worker " + worker, 0, () -> pool.startLimitExpired(worker));
    }

    @Override
    public void retryStartLater() {
        await("startRetryDue", 0, pool::startRetryDue);
    }

    @Override
    public void initialize(int worker, Initializer initializer, boolean withJdk) {
        FakeWorker receiver = living(worker);
        check(active.contains(worker), "worker " + worker + " is to end, but gets an initializer");
        up.remove(worker);
        begins(worker, standing.get(initializer.id()), initializer.id());
        later.add(() -> {
            if (withJdk && random.nextInt(5) == 0) {
                up.add(worker);
                var threw = new Answer.Threw(new IOException("not again"));
                decided.accept("initializer not encoded again", pool.answered(worker, initializer.id(), threw));
            } else {
                receiver.run(initializer.id(), withJdk || mood.decodes(random));
            }
        });
    }

    @Override
    public void reportInitializer(int worker, Initializer initializer, Answer answer) {
        check(!initializer.breaksPool(), "an initializer that matters is only reported");
    }

    @Override
    public void release(int worker, long taskId) {
        FakeWorker receiver = living(worker);
        later.add(() -> receiver.release(taskId));
    }

    @Override
    public void resend(int worker, long taskId) {
        FakeWorker receiver = living(worker);
        later.add(() -> receiver.resend(taskId));
    }

    @Override
    public void awaitResend(int worker, long taskId) {
        await("resend limit of task " + taskId, 0, () -> pool.resendLimitExpired(worker, taskId));
    }

    @Override
    public void awaitAge(int worker) {
        check(settings.maxWorkerAgeNanos() > 0, "there is no age limit");
        timers.add(new Timer("age of worker " + worker, now, true, () -> pool.ageLimitReached(worker)));
    }

    @Override
    public void awaitIdle(int worker, long stint) {
        check(settings.isOnDemand(), "there is no idle timeout");
        timers.add(
                new Timer("idle timeout of worker " + worker, now, true, () -> pool.idleLimitExpired(worker, stint)));
    }

    @Override
    public void reportRetiring(int worker, String why) {
        check(up.contains(worker) && retiring.add(worker), "worker " + worker + " retires a second time: " + why);
    }

    @Override
    public void stop(int worker) {
        FakeWorker receiver = living(worker);
        check(active.remove(worker) && up.contains(worker), "worker " + worker + " is stopped out of turn");
        check(!hasATask(worker), "worker " + worker + " is stopped, but has a task");
        if (pool.phase() == PoolPhase.RUNNING && !broken && !settings.isOnDemand()) {
            check(retiring.contains(worker), "worker " + worker + " is stopped for no reason");
            long others = active.stream().filter(up::contains).count();
            check(others >= size, "worker " + worker + " is stopped before its replacement is ready: " + active);
        }
        later.add(() -> {
            receiver.stop();
            await("stop limit of worker " + worker, 0, () -> pool.stopLimitExpired(worker));
        });
    }

    @Override
    public void terminate(int worker) {
        FakeWorker receiver = living(worker);
        check(active.remove(worker), "worker " + worker + " is ended a second time");
        later.add(() -> {
            receiver.terminate();
            await("stop limit of worker " + worker, 0, () -> pool.stopLimitExpired(worker));
        });
    }

    @Override
    public void kill(int worker) {
        FakeWorker receiver = living(worker);
        active.remove(worker);
        later.add(receiver::kill);
    }

    // ---- effects: tasks

    @Override
    public void sendTask(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = living(worker);
        Fate fate = fates.get(task.id());
        check(active.contains(worker) && up.contains(worker), "worker " + worker + " is not there, but gets " + task);
        check(!hasATask(worker), "worker " + worker + " has a task, but gets " + task);
        check(fate.liveHold() == null, task + " is sent to worker " + worker + ", but is held: " + fate);
        check(!fate.cancelTold, task + " was cancelled, but is sent");
        check(attempt == task.attempts() + 1, task + " begins attempt " + attempt + " after " + task.attempts());
        check(attempt <= fate.retries + 1, task + " is tried too often: " + attempt);
        fate.holds.put(worker, new Hold(attempt));
        int tasksGiven = given.merge(worker, 1, Integer::sum);
        int most = settings.maxTasksPerWorker();
        check(most == 0 || tasksGiven <= most, "worker " + worker + " gets its task no. " + tasksGiven);
        if (task.broadcast() == null) {
            long busy = fates.values().stream()
                    .filter(other -> other.task.broadcast() == null)
                    .flatMap(other -> other.holds.keySet().stream())
                    .filter(active::contains)
                    .count();
            check(busy <= settings.workers(), busy + " tasks run at once");
        }
        later.add(() -> receiver.run(task.id(), mood.decodes(random)));
    }

    @Override
    public void sendAgainWithJdk(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = holding(worker, task, attempt);
        later.add(() -> {
            if (random.nextInt(5) == 0) {
                if (workers.containsKey(worker)) {
                    fates.get(task.id()).holds.remove(worker);
                }
                decided.accept(
                        "encodingFailed " + task, pool.encodingFailed(worker, task, new IOException("not again")));
            } else {
                receiver.run(task.id(), true);
            }
        });
    }

    @Override
    public void armTimeout(PendingTask task, int attempt) {
        await(
                "timeout of attempt " + attempt + " of " + task,
                task.timeoutNanos(),
                () -> pool.timeoutExpired(task, attempt, now));
    }

    @Override
    public void interrupt(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = holding(worker, task, attempt);
        later.add(() -> {
            receiver.cancel(task.id(), true);
            awaitGrace(worker, task, attempt);
        });
    }

    @Override
    public void interruptOverLimit(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = holding(worker, task, attempt);
        fates.get(task.id()).abandoned();
        later.add(() -> {
            receiver.showStackAndCancel(task.id());
            await("stack limit of " + task, 0, () -> pool.stackLimitExpired(worker, task.id(), attempt));
            awaitGrace(worker, task, attempt);
        });
    }

    private void awaitGrace(int worker, PendingTask task, int attempt) {
        await("grace of " + task, 0, () -> pool.graceExpired(worker, task, attempt));
    }

    @Override
    public void forget(int worker, PendingTask task) {
        FakeWorker receiver = living(worker);
        check(fates.get(task.id()).holds.containsKey(worker), task + " is to be forgotten where it is not");
        later.add(() -> receiver.cancel(task.id(), false));
    }

    @Override
    public void showStack(int worker, PendingTask task) {
        FakeWorker receiver = living(worker);
        later.add(() -> receiver.showStackAndCancel(task.id()));
    }

    @Override
    public void reportStack(int worker, long taskId, TaskStack stack) {
        check(!active.contains(worker), "worker " + worker + " is not lost, but its stack is reported");
    }

    @Override
    public void complete(int worker, PendingTask task, Answer answer) {
        end(task);
        check(fates.get(task.id()).ends == 0, task + " is completed but has ended");
        check(answering == null || answering.live, task + " is completed by an attempt that is over");
        boolean real = !(answer instanceof Answer.Failed failed)
                || failed.failure().kind() != Failure.Kind.CANCELLED
                        && failed.failure().kind() != Failure.Kind.OUT_OF_MEMORY;
        check(real, task + " is completed with " + answer);
        later.add(() -> {
            if (answer instanceof Answer.Value value && value.retained()) {
                if (random.nextInt(3) == 0) {
                    decided.accept(
                            "resultUndecodable " + task,
                            pool.resultUndecodable(worker, task, new IOException("not decoded")));
                    return;
                }
                decided.accept("resultDecoded " + task, pool.resultDecoded(worker, task));
            }
            ended(task);
        });
    }

    @Override
    public void fail(PendingTask task, AttemptEnd last) {
        Fate fate = fates.get(task.id());
        end(task);
        checkLost(fate, last);
        check(task.lostAttempts().size() == fate.retried, task + " does not remember its attempts");
        ended(task);
    }

    @Override
    public void reportRetry(PendingTask task, AttemptEnd lost) {
        Fate fate = fates.get(task.id());
        checkLost(fate, lost);
        check(
                pool.phase().compareTo(PoolPhase.STOP) < 0 && !broken,
                task + " is tried again, but the pool is at its end");
        fate.retried++;
        check(fate.retried <= fate.retries && fate.retried == lost.number(), task + " is tried too often: " + lost);
    }

    private static void checkLost(Fate fate, AttemptEnd lost) {
        if (lost instanceof Crashed crash) {
            boolean tooOften = fate.lostHolders >= PoolState.MAX_LOST_HOLDERS && !crash.begun();
            check(fate.begun > 0 || tooOften, fate.task + " had not begun, but is lost by " + lost + ": " + fate);
        } else {
            long ran = ((TimedOut) lost).ranNanos();
            check(ran >= fate.task.timeoutNanos(), fate.task + " is timed out after " + ran);
        }
    }

    @Override
    public void failUndecodable(PendingTask task, Exception reason) {
        ended(task);
    }

    @Override
    public void failBroken(List<PendingTask> tasks, Breakage breakage) {
        check(broken, "tasks fail, but the pool is not broken");
        tasks.forEach(this::end);
        tasks.forEach(this::ended);
    }

    @Override
    public void cancel(List<PendingTask> tasks) {
        tasks.forEach(this::end);
        tasks.forEach(task -> fates.get(task.id()).abandoned());
        tasks.forEach(this::ended);
    }

    // ---- effects: the pool

    @Override
    public void breakPool(Breakage breakage) {
        check(!broken, "the pool breaks a second time");
        broken = true;
        int most = settings.maxTasksPerWorker();
        boolean allExhausted = active.stream().allMatch(worker -> most > 0 && given.get(worker) >= most);
        check(
                breakage instanceof Breakage.InitializerFailed || allExhausted,
                "the pool breaks while workers can work: " + active);
    }

    @Override
    public void terminated() {
        terminations++;
        check(terminations == 1, "Terminated comes a second time");
        check(workers.isEmpty(), "Terminated comes while workers live: " + workers.keySet());
    }
}
