package dev.procpool.internal.pool;

import dev.procpool.internal.worker.Answer;
import dev.procpool.wire.Failure;
import dev.procpool.wire.TaskStack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A worker process of the simulation: an inbox and an outbox that keep their order, as pipes do, and a mind of its own
 * between them. What it has said before its death still arrives; its death is its last word. Stacks are sent by a thread
 * of their own, and so come in between anywhere.
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

    /**
     * @param taskId 0 if it is not about a task, negative of an initializer
     * @param answer null unless ANSWERED
     * @param stack null unless STACK
     * @param greeted whether it had said hello
     */
    record Word(Kind kind, int worker, long taskId, Answer answer, TaskStack stack, boolean greeted) {

        List<Effect> tell(PoolState pool, long nowNanos) {
            return switch (kind) {
                case READY -> pool.workerGreeted(worker, false);
                case STARTED -> pool.taskStarted(worker, taskId, nowNanos);
                case ANSWERED -> pool.answered(worker, taskId, answer);
                case UNDECODABLE -> pool.taskUndecodable(worker, taskId);
                case STACK -> pool.stackTaken(worker, taskId, stack);
                case DIED -> pool.workerDied(worker, greeted ? Given.death(worker) : Given.notReady(worker));
            };
        }

        boolean isOutOfMemory() {
            return answer instanceof Answer.Failed failed && failed.failure().kind() == Failure.Kind.OUT_OF_MEMORY;
        }

        @Override
        public String toString() {
            String what = answer instanceof Answer.Failed failed
                    ? " " + failed.failure().kind()
                    : "";
            return "worker " + worker + ": " + kind + (taskId == 0 ? "" : " task " + taskId) + what;
        }
    }

    /** @param decodable whether it comes in the codec that every worker understands */
    private record Received(long id, boolean decodable, boolean resend, boolean stop) {}

    private static final long NOTHING = 0;

    final int number;
    final List<Word> outbox = new ArrayList<>();

    private final Random random;
    private final Mood mood;
    private final Deque<Received> inbox = new ArrayDeque<>();
    private final Set<Long> cancelledEarly = new HashSet<>();

    /** Ids of results it keeps: of a task that was tried twice here, two. */
    private final List<Long> retained = new ArrayList<>();

    private boolean launched;
    private boolean greeted;
    private boolean dead;
    private boolean interrupted;

    /** The id of what it works on. */
    private long running = NOTHING;

    private boolean runningDecodable;

    FakeWorker(int number, Random random, Mood mood) {
        this.number = number;
        this.random = random;
        this.mood = mood;
    }

    /** The task or initializer it works on; 0 if there is none. */
    long running() {
        return dead ? NOTHING : running;
    }

    void launch() {
        launched = true;
        if (dead) {
            say(Kind.DIED, NOTHING, null);
        }
    }

    /** A kill may come before the launch: then the process dies as soon as there is one. */
    void kill() {
        if (!dead) {
            dead = true;
            if (launched) {
                say(Kind.DIED, NOTHING, null);
            }
        }
    }

    /** TERM: most processes end, some have a hook that hangs. */
    void terminate() {
        if (random.nextInt(3) != 0) {
            kill();
        }
    }

    void run(long id, boolean decodable) {
        inbox.add(new Received(id, decodable, false, false));
    }

    void resend(long id) {
        inbox.add(new Received(id, true, true, false));
    }

    void stop() {
        inbox.add(new Received(NOTHING, true, false, true));
    }

    /** @param interrupt whether to interrupt it if it runs */
    void cancel(long id, boolean interrupt) {
        if (id != running) {
            cancelledEarly.add(id);
        } else if (interrupt) {
            interrupted = true;
        }
    }

    /** For which a thread is needed that may not be had. */
    void showStackAndCancel(long id) {
        if (!dead && random.nextInt(8) != 0) {
            TaskStack stack = id == running ? Given.STACK : TaskStack.EMPTY;
            var word = new Word(Kind.STACK, number, id, null, stack, greeted);
            outbox.add(random.nextInt(outbox.size() + 1), word);
        }
        cancel(id, true);
    }

    void release(long id) {
        if (!retained.remove(id) && !dead) {
            throw new AssertionError("worker " + number + " was to release task " + id + " but does not keep it");
        }
    }

    boolean canStep(boolean endlessTasksEnd) {
        return launched
                && !dead
                && (!greeted || (running == NOTHING ? !inbox.isEmpty() : endlessTasksEnd || !runsForEver()));
    }

    /** One step of its life. @param endlessTasksEnd whether tasks that would run for ever end nevertheless */
    void step(boolean endlessTasksEnd) {
        if (mood.crashes(random)) {
            kill();
        } else if (!greeted) {
            greet();
        } else if (running == NOTHING) {
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
            say(Kind.READY, NOTHING, null);
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
            if (!retained.remove(next.id)) {
                throw new AssertionError("worker " + number + " was asked again for task " + next.id + ", not kept");
            }
            answer(next.id, random.nextInt(4) == 0 ? Given.failed(Failure.Kind.RESULT_NOT_ENCODABLE) : Given.value());
        } else if (cancelledEarly.remove(next.id)) {
            answer(next.id, Given.failed(Failure.Kind.CANCELLED));
        } else {
            running = next.id;
            runningDecodable = next.decodable;
            interrupted = false;
            say(Kind.STARTED, running, null);
        }
    }

    private void end() {
        long id = running;
        boolean decodable = runningDecodable;
        running = NOTHING;
        if (!decodable) {
            say(Kind.UNDECODABLE, id, null);
        } else if (mood.outOfMemory(random)) {
            answer(id, Given.failed(Failure.Kind.OUT_OF_MEMORY));
            kill();
        } else if (id < 0 ? mood.initializerFails(random) : random.nextInt(4) == 0) {
            answer(id, Given.failed(Failure.Kind.THREW));
        } else if (random.nextInt(8) == 0) {
            answer(id, Given.failed(Failure.Kind.RESULT_NOT_ENCODABLE));
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
        outbox.add(new Word(kind, number, taskId, answer, null, greeted));
    }
}
