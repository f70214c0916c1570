package dev.procpool.internal.pool;

import static dev.procpool.internal.pool.Simulation.check;

import dev.procpool.internal.pool.Fate.Hold;
import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.io.IOException;
import java.util.List;

/** What the pool of a {@link Simulation} decides: checked at once, done later. */
final class Decisions implements EffectPerformer {

    private final World world;
    private final Books books;

    Decisions(World world, Books books) {
        this.world = world;
        this.books = books;
    }

    // ---- effects: workers

    @Override
    public void launch(int worker) {
        check(!books.broken, "a broken pool launches worker " + worker);
        check(books.pool.phase().compareTo(PoolPhase.STOP) < 0, "a stopped pool launches worker " + worker);
        check(books.given.put(worker, 0) == null, "worker " + worker + " is not new");
        var launched = new FakeWorker(worker, world.random, world.mood);
        books.workers.put(worker, launched);
        books.active.add(worker);
        world.later(launched::launch);
        world.await("start limit of worker " + worker, 0, () -> books.pool.startLimitExpired(worker));
    }

    @Override
    public void retryStartLater() {
        world.await("startRetryDue", 0, books.pool::startRetryDue);
    }

    @Override
    public void initialize(int worker, Initializer initializer, boolean withJdk) {
        FakeWorker receiver = books.living(worker);
        check(books.active.contains(worker), "worker " + worker + " is to end, but gets an initializer");
        books.up.remove(worker);
        books.begins(worker, books.standing.get(initializer.id()), initializer.id());
        world.later(() -> {
            if (withJdk && world.random.nextInt(5) == 0) {
                books.up.add(worker);
                var threw = new Answer.Threw(new IOException("not again"));
                world.tell("initializer not encoded again", books.pool.answered(worker, initializer.id(), threw));
            } else {
                receiver.run(initializer.id(), withJdk || world.mood.decodes(world.random));
            }
        });
    }

    @Override
    public void reportInitializer(int worker, Initializer initializer, Answer answer) {
        check(!initializer.breaksPool(), "an initializer that matters is only reported");
    }

    @Override
    public void release(int worker, long taskId) {
        FakeWorker receiver = books.living(worker);
        world.later(() -> receiver.release(taskId));
    }

    @Override
    public void resend(int worker, long taskId) {
        FakeWorker receiver = books.living(worker);
        world.later(() -> receiver.resend(taskId));
    }

    @Override
    public void awaitBegin(int worker, long taskId, int attempt) {
        world.await("begin limit of task " + taskId, 0, () -> books.pool.beginLimitExpired(worker, taskId, attempt));
    }

    @Override
    public void awaitResend(int worker, long taskId) {
        world.await("resend limit of task " + taskId, 0, () -> books.pool.resendLimitExpired(worker, taskId));
    }

    @Override
    public void awaitAge(int worker) {
        check(books.settings.maxWorkerAgeNanos() > 0, "there is no age limit");
        world.awaitEndlessly("age of worker " + worker, () -> books.pool.ageLimitReached(worker));
    }

    @Override
    public void awaitIdle(int worker, long stint) {
        check(books.settings.isOnDemand(), "there is no idle timeout");
        world.awaitEndlessly("idle timeout of worker " + worker, () -> books.pool.idleLimitExpired(worker, stint));
    }

    @Override
    public void reportRetiring(int worker, String why) {
        check(
                books.up.contains(worker) && books.retiring.add(worker),
                "worker " + worker + " retires a second time: " + why);
    }

    @Override
    public void stop(int worker) {
        FakeWorker receiver = books.living(worker);
        check(books.active.remove(worker) && books.up.contains(worker), "worker " + worker + " is stopped out of turn");
        check(!books.hasATask(worker), "worker " + worker + " is stopped, but has a task");
        if (books.pool.phase() == PoolPhase.RUNNING && !books.broken && !books.settings.isOnDemand()) {
            check(books.retiring.contains(worker), "worker " + worker + " is stopped for no reason");
            long others = books.active.stream().filter(books.up::contains).count();
            check(
                    others >= books.size,
                    "worker " + worker + " is stopped before its replacement is ready: " + books.active);
        }
        world.later(() -> {
            receiver.stop();
            world.await("stop limit of worker " + worker, 0, () -> books.pool.stopLimitExpired(worker));
        });
    }

    @Override
    public void terminate(int worker) {
        FakeWorker receiver = books.living(worker);
        check(books.active.remove(worker), "worker " + worker + " is ended a second time");
        world.later(() -> {
            receiver.terminate();
            world.await("stop limit of worker " + worker, 0, () -> books.pool.stopLimitExpired(worker));
        });
    }

    @Override
    public void kill(int worker) {
        FakeWorker receiver = books.living(worker);
        books.active.remove(worker);
        world.later(receiver::kill);
    }

    // ---- effects: tasks

    @Override
    public void sendTask(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = books.living(worker);
        Fate fate = books.fates.get(task.id());
        check(
                books.active.contains(worker) && books.up.contains(worker),
                "worker " + worker + " is not there, but gets " + task);
        check(receiver.takesSeveral() || !books.hasATask(worker), "worker " + worker + " has a task, but gets " + task);
        check(fate.liveHold() == null, task + " is sent to worker " + worker + ", but is held: " + fate);
        check(!fate.cancelTold, task + " was cancelled, but is sent");
        check(attempt == task.attempts() + 1, task + " begins attempt " + attempt + " after " + task.attempts());
        check(attempt <= fate.retries + 1, task + " is tried too often: " + attempt);
        fate.holds.put(worker, new Hold(attempt));
        int tasksGiven = books.given.merge(worker, 1, Integer::sum);
        int most = books.settings.maxTasksPerWorker();
        check(most == 0 || tasksGiven <= most, "worker " + worker + " gets its task no. " + tasksGiven);
        if (task.broadcast() == null) {
            long busy = books.fates.values().stream()
                    .filter(other -> other.task.broadcast() == null)
                    .flatMap(other -> other.holds.keySet().stream())
                    .filter(books.active::contains)
                    .distinct()
                    .count();
            check(busy <= books.settings.workers(), busy + " workers are at work at once");
        }
        world.later(() -> receiver.run(task.id(), world.mood.decodes(world.random)));
        // In reality there is one timer for each worker, that comes seldom.
        if (world.random.nextInt(4) == 0) {
            awaitBegin(worker, task.id(), attempt);
        }
    }

    @Override
    public void awaitBalance() {
        world.await("balance", 0, books.pool::balanceDue);
    }

    @Override
    public void sendAgainWithJdk(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = books.holding(worker, task, attempt);
        world.later(() -> {
            if (world.random.nextInt(5) == 0) {
                if (books.workers.containsKey(worker)) {
                    books.fates.get(task.id()).holds.remove(worker);
                }
                world.tell(
                        "encodingFailed " + task,
                        books.pool.encodingFailed(worker, task, new IOException("not again")));
            } else {
                receiver.run(task.id(), true);
            }
        });
    }

    @Override
    public void armTimeout(PendingTask task, int attempt) {
        world.await(
                "timeout of attempt " + attempt + " of " + task,
                task.timeoutNanos(),
                () -> books.pool.timeoutExpired(task, attempt, world.now()));
    }

    @Override
    public void interrupt(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = books.holding(worker, task, attempt);
        world.later(() -> {
            receiver.cancel(task.id(), true);
            awaitGrace(worker, task, attempt);
        });
    }

    @Override
    public void interruptOverLimit(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = books.holding(worker, task, attempt);
        books.fates.get(task.id()).abandoned();
        world.later(() -> {
            receiver.showStackAndCancel(task.id());
            world.await("stack limit of " + task, 0, () -> books.pool.stackLimitExpired(worker, task.id(), attempt));
            awaitGrace(worker, task, attempt);
        });
    }

    private void awaitGrace(int worker, PendingTask task, int attempt) {
        world.await("grace of " + task, 0, () -> books.pool.graceExpired(worker, task, attempt));
    }

    @Override
    public void forget(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = books.living(worker);
        check(books.fates.get(task.id()).holds.containsKey(worker), task + " is to be forgotten where it is not");
        world.later(() -> receiver.cancel(task.id(), false));
    }

    @Override
    public void showStack(int worker, PendingTask task, int attempt) {
        FakeWorker receiver = books.living(worker);
        world.later(() -> receiver.showStackAndCancel(task.id()));
    }

    @Override
    public void reportStack(int worker, long taskId, TaskStack stack) {
        check(!books.active.contains(worker), "worker " + worker + " is not lost, but its stack is reported");
    }

    @Override
    public void complete(int worker, PendingTask task, Answer answer) {
        books.end(task);
        check(books.fates.get(task.id()).ends == 0, task + " is completed but has ended");
        check(books.answering == null || books.answering.live, task + " is completed by an attempt that is over");
        boolean real = !(answer instanceof Answer.Failed failed)
                || failed.failure().kind() != Failure.Kind.CANCELLED
                        && failed.failure().kind() != Failure.Kind.OUT_OF_MEMORY;
        check(real, task + " is completed with " + answer);
        world.later(() -> {
            if (answer instanceof Answer.Value value && value.retained()) {
                if (world.random.nextInt(3) == 0) {
                    world.tell(
                            "resultUndecodable " + task,
                            books.pool.resultUndecodable(worker, task, new IOException("not decoded")));
                    return;
                }
                world.tell("resultDecoded " + task, books.pool.resultDecoded(worker, task));
            }
            books.ended(task);
        });
    }

    @Override
    public void fail(PendingTask task, AttemptEnd last) {
        Fate fate = books.fates.get(task.id());
        books.end(task);
        Books.checkLost(fate, last);
        check(task.lostAttempts().size() == fate.retried, task + " does not remember its attempts");
        books.ended(task);
    }

    @Override
    public void reportRetry(PendingTask task, AttemptEnd lost) {
        Fate fate = books.fates.get(task.id());
        Books.checkLost(fate, lost);
        check(
                books.pool.phase().compareTo(PoolPhase.STOP) < 0 && !books.broken,
                task + " is tried again, but the pool is at its end");
        fate.retried++;
        check(fate.retried <= fate.retries && fate.retried == lost.number(), task + " is tried too often: " + lost);
    }

    @Override
    public void failUndecodable(PendingTask task, Exception reason) {
        books.ended(task);
    }

    @Override
    public void failBroken(List<PendingTask> tasks, Breakage breakage) {
        check(books.broken, "tasks fail, but the pool is not broken");
        tasks.forEach(books::end);
        tasks.forEach(books::ended);
    }

    @Override
    public void cancel(List<PendingTask> tasks) {
        tasks.forEach(books::end);
        tasks.forEach(task -> books.fates.get(task.id()).abandoned());
        tasks.forEach(books::ended);
    }

    // ---- effects: the pool

    @Override
    public void breakPool(Breakage breakage) {
        check(!books.broken, "the pool breaks a second time");
        books.broken = true;
        int most = books.settings.maxTasksPerWorker();
        boolean allExhausted = books.active.stream().allMatch(worker -> most > 0 && books.given.get(worker) >= most);
        check(
                breakage instanceof Breakage.InitializerFailed || breakage instanceof Breakage.Fault || allExhausted,
                "the pool breaks while workers can work: " + books.active);
    }

    @Override
    public void terminated() {
        books.terminations++;
        check(books.terminations == 1, "Terminated comes a second time");
        check(books.workers.isEmpty(), "Terminated comes while workers live: " + books.workers.keySet());
    }
}
