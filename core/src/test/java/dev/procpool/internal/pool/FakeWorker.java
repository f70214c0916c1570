package dev.procpool.internal.pool;

import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A worker process of the simulation: an inbox and an outbox that keep their order, as pipes do, and a mind of its own
 * between them. What it has said before its death still arrives; its death is its last word.
 */
final class FakeWorker {

    /** What it tells the pool. */
    enum Kind {
        READY,
        STARTED,
        ANSWERED,
        UNDECODABLE,
        STACK,
        DIED
    }

    /** @param answer null unless ANSWERED @param stack null unless STACK */
    record Word(Kind kind, int worker, long taskId, Answer answer, TaskStack stack) {

        List<Effect> tell(PoolState pool) {
            return switch (kind) {
                case READY -> pool.workerGreeted(worker);
                case STARTED -> pool.taskStarted(worker, taskId, 0);
                case ANSWERED -> pool.answered(worker, taskId, answer);
                case UNDECODABLE -> pool.taskUndecodable(worker, taskId);
                case STACK -> pool.stackTaken(worker, taskId, stack);
                case DIED -> pool.workerDied(worker, Given.death(worker));
            };
        }

        boolean isOutOfMemory() {
            return answer instanceof Answer.Failed failed && failed.failure().kind() == Failure.Kind.OUT_OF_MEMORY;
        }

        @Override
        public String toString() {
            return "worker " + worker + ": " + kind + (taskId == 0 ? "" : " task " + taskId)
                    + (isOutOfMemory() ? " out of memory" : "");
        }
    }

    /** @param decodable whether it comes in the codec that every worker understands */
    private record Received(PendingTask task, boolean decodable, boolean resend, boolean stop) {}

    final int number;
    final Deque<Word> outbox = new ArrayDeque<>();

    private final Random random;
    private final Mood mood;
    private final Deque<Received> inbox = new ArrayDeque<>();
    private final Set<Long> cancelledEarly = new HashSet<>();
    private final Set<Long> retained = new HashSet<>();
    private boolean launched;
    private boolean greeted;
    private boolean dead;
    private boolean interrupted;

    /** The task it works on; null if none. */
    private PendingTask running;

    private boolean runningDecodable;

    FakeWorker(int number, Random random, Mood mood) {
        this.number = number;
        this.random = random;
        this.mood = mood;
    }

    PendingTask running() {
        return dead ? null : running;
    }

    void launch() {
        launched = true;
        if (dead) {
            say(Kind.DIED, 0, null);
        }
    }

    /** A kill may come before the launch: then the process dies as soon as there is one. */
    void kill() {
        if (!dead) {
            dead = true;
            if (launched) {
                say(Kind.DIED, 0, null);
            }
        }
    }

    void task(PendingTask task, boolean decodable) {
        inbox.add(new Received(task, decodable, false, false));
    }

    void resend(PendingTask task) {
        inbox.add(new Received(task, true, true, false));
    }

    void stop() {
        inbox.add(new Received(null, true, false, true));
    }

    void cancel(PendingTask task) {
        if (task == running) {
            interrupted = true;
        } else {
            cancelledEarly.add(task.id());
        }
    }

    /** Its reader thread answers at once. */
    void showStack(PendingTask task) {
        if (!dead) {
            outbox.add(new Word(Kind.STACK, number, task.id(), null, task == running ? Given.STACK : TaskStack.EMPTY));
        }
    }

    void forget(PendingTask task) {
        if (task != running) {
            cancelledEarly.add(task.id());
        }
    }

    /** TERM: most processes end, some have a hook that hangs. */
    void terminate() {
        if (random.nextBoolean()) {
            kill();
        }
    }

    void release(long taskId) {
        if (!retained.remove(taskId) && !dead) {
            throw new AssertionError("worker " + number + " was to release task " + taskId + " but does not keep it");
        }
    }

    boolean canStep(boolean endlessTasksEnd) {
        return launched
                && !dead
                && (!greeted || (running == null ? !inbox.isEmpty() : endlessTasksEnd || !runsForEver()));
    }

    /** One step of its life. @param endlessTasksEnd whether tasks that would run for ever end nevertheless */
    void step(boolean endlessTasksEnd) {
        if (mood.crashes(random)) {
            kill();
        } else if (!greeted) {
            greet();
        } else if (running == null) {
            next();
        } else if (endlessTasksEnd || !runsForEver()) {
            end();
        }
    }

    private void greet() {
        if (mood.failsToStart(random)) {
            kill();
        } else {
            greeted = true;
            say(Kind.READY, 0, null);
        }
    }

    private boolean runsForEver() {
        return mood.isEndless(running) && !(interrupted && mood.heedsInterrupts(running));
    }

    private void next() {
        Received next = inbox.poll();
        if (next == null) {
            return;
        }
        if (next.stop) {
            kill();
        } else if (next.resend) {
            long id = next.task.id();
            if (!retained.remove(id)) {
                throw new AssertionError("worker " + number + " was asked again for task " + id + ", not kept");
            }
            answer(id, random.nextInt(4) == 0 ? Given.failed(Failure.Kind.RESULT_NOT_ENCODABLE) : Given.value());
        } else if (cancelledEarly.remove(next.task.id())) {
            answer(next.task.id(), Given.failed(Failure.Kind.CANCELLED));
        } else {
            running = next.task;
            runningDecodable = next.decodable;
            interrupted = false;
            say(Kind.STARTED, running.id(), null);
        }
    }

    private void end() {
        long id = running.id();
        boolean decodable = runningDecodable;
        running = null;
        if (!decodable && random.nextInt(3) == 0) {
            say(Kind.UNDECODABLE, id, null);
        } else if (mood.outOfMemory(random)) {
            answer(id, Given.failed(Failure.Kind.OUT_OF_MEMORY));
            kill();
        } else if (random.nextInt(4) == 0) {
            answer(id, Given.failed(Failure.Kind.THREW));
        } else if (random.nextInt(3) == 0) {
            retained.add(id);
            answer(id, Given.retainedValue());
        } else {
            answer(id, Given.value());
        }
    }

    private void answer(long id, Answer answer) {
        say(Kind.ANSWERED, id, answer);
    }

    private void say(Kind kind, long taskId, Answer answer) {
        outbox.add(new Word(kind, number, taskId, answer, null));
    }
}
