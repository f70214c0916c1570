package dev.procpool.internal.pool;

import dev.procpool.PoolBrokenException;
import dev.procpool.TaskFuture;
import dev.procpool.WorkerOutput;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.codec.JdkCodec;
import dev.procpool.internal.process.WorkerDeath;
import dev.procpool.internal.process.WorkerEvents;
import dev.procpool.internal.process.WorkerLauncher;
import dev.procpool.internal.process.WorkerProcess;
import dev.procpool.wire.Failure;
import dev.procpool.wire.OutputChannel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes of a pool: does to them what has been decided, and tells the dispatcher what happens to them.
 *
 * <p>What runs user code goes to {@link Completions}, what writes to a pipe or waits for time to {@link PoolTimer} or, if
 * the pipe may be full, to {@link Completions} as well. So no effect makes its thread wait, and a worker that has stopped
 * reading holds up nobody but itself.
 */
final class WorkerCrew implements EffectPerformer, WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCrew.class);

    /** A JVM that has not said hello by then never will; a loaded machine may well take some seconds. */
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Between attempts to bring a pool that has lost some workers, and could not replace them, back to its size. */
    private static final long START_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** From the interrupt to the kill. */
    private static final long CANCEL_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** For encoding a result a second time. */
    private static final long RESEND_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** From being told to stop to the kill: what a shutdown hook of the user's may take. */
    private static final long STOP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String poolName;
    private final Dispatcher dispatcher;
    private final WorkerLauncher launcher;
    private final TaskFailures failures;
    private final Completions completions;
    private final PoolTimer timer;
    private final OutputRelay output;
    private final BiConsumer<TaskFuture<?>, byte[]> toFuture;

    /** The futures of tasks that may print, by task. */
    private final Map<Long, TaskFuture<?>> printing = new ConcurrentHashMap<>();

    private final Map<Integer, WorkerProcess> processes = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> firstWorker = new CompletableFuture<>();
    private final CountDownLatch terminated = new CountDownLatch(1);

    WorkerCrew(
            String poolName,
            Dispatcher dispatcher,
            WorkerLauncher launcher,
            TaskFailures failures,
            WorkerOutput output,
            BiConsumer<TaskFuture<?>, byte[]> toFuture) {
        this.poolName = poolName;
        this.dispatcher = dispatcher;
        this.launcher = launcher;
        this.failures = failures;
        this.completions = new Completions(poolName);
        this.timer = new PoolTimer(poolName);
        this.output = new OutputRelay(poolName, output, completions);
        this.toFuture = toFuture;
    }

    CompletableFuture<Void> firstWorker() {
        return firstWorker;
    }

    boolean isTerminated() {
        return terminated.getCount() == 0 && completions.isTerminated();
    }

    boolean awaitTermination(long timeoutNanos) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        var wait = new ForkJoinPool.ManagedBlocker() {
            @Override
            public boolean block() throws InterruptedException {
                terminated.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                return true;
            }

            @Override
            public boolean isReleasable() {
                return terminated.getCount() == 0;
            }
        };
        ForkJoinPool.managedBlock(wait);
        if (!wait.isReleasable()) {
            return false;
        }
        // An action hung on a future may close the pool; it cannot wait for itself to end.
        return completions.isOneOfOurThreads(Thread.currentThread())
                || completions.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    // ---- effects

    /** A kill may overtake its launch, so whoever comes first makes the entry. */
    private WorkerProcess process(int worker) {
        return processes.computeIfAbsent(worker, number -> new WorkerProcess(number, launcher, this));
    }

    @Override
    public void launch(int worker) {
        timer.after(START_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.startLimitExpired(worker)));
        WorkerProcess process = process(worker);
        try {
            process.startLater();
        } catch (OutOfMemoryError e) {
            // No thread is to be had: a start that has failed, to be told as one.
            timer.soon(() -> died(process, WorkerDeath.neverStarted(worker, e)));
        }
    }

    @Override
    public void retryStartLater() {
        completions.execute(() -> LOG.warn(
                "pool '{}': workers cannot be started; it goes on with those it has and tries again later", poolName));
        timer.after(START_RETRY_NANOS, () -> dispatcher.tell(PoolState::startRetryDue));
    }

    @Override
    public void sendTask(int worker, PendingTask task) {
        Encoded body = task.body();
        if (body != null) {
            printing.put(task.id(), task.future());
            send(worker, body.bytes().length, to -> to.task(task.id(), body.codec(), body.bytes()));
        }
    }

    @Override
    public void sendAgainWithJdk(int worker, PendingTask task) {
        completions.execute(() -> {
            try {
                Encoded body = task.codec().encodeWithJdk(task.task());
                send(worker, body.bytes().length, to -> to.task(task.id(), body.codec(), body.bytes()));
            } catch (Throwable t) {
                dispatcher.tell(pool -> pool.encodingFailed(worker, task, asException(t)));
            }
        });
    }

    @Override
    public void interrupt(int worker, PendingTask task) {
        timer.disarm(task);
        send(worker, 0, to -> to.cancel(task.id()));
        timer.after(CANCEL_GRACE_NANOS, () -> dispatcher.tell(pool -> pool.graceExpired(worker, task)));
    }

    @Override
    public void release(int worker, long taskId) {
        WorkerProcess process = processes.get(worker);
        if (process != null) {
            process.releaseWithTheNext(taskId);
        }
    }

    @Override
    public void resend(int worker, long taskId) {
        send(worker, 0, to -> to.resend(taskId));
    }

    @Override
    public void awaitResend(int worker, long taskId) {
        timer.after(RESEND_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.resendLimitExpired(worker, taskId)));
    }

    @Override
    public void stop(int worker) {
        send(worker, 0, to -> to.stop());
        timer.after(STOP_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.stopLimitExpired(worker)));
    }

    @Override
    public void kill(int worker) {
        WorkerProcess process = process(worker);
        // Finding its descendants takes a while.
        timer.soon(process::kill);
    }

    @Override
    public void armTimeout(PendingTask task) {
        timer.arm(task, () -> dispatcher.tell(pool -> pool.timeoutExpired(task, System.nanoTime())));
    }

    @Override
    public void complete(int worker, PendingTask task, Answer answer) {
        timer.disarm(task);
        end(task, () -> {
            if (answer instanceof Answer.Value value) {
                completeWith(worker, task, value);
            } else {
                fail(task, asThrownByTheTask(failures.reported(task, ((Answer.Failed) answer).failure())));
            }
        });
    }

    /** On a completion thread, and whatever goes wrong there, out of memory included, the future ends. */
    private void end(PendingTask task, Runnable how) {
        completions.execute(() -> {
            try {
                how.run();
            } catch (Throwable t) {
                fail(task, t);
            }
        });
    }

    /** These two mean something of their own to a CompletableFuture; thrown by a task they are its exceptions as any other. */
    private static Throwable asThrownByTheTask(Throwable thrown) {
        boolean special = thrown instanceof CompletionException || thrown instanceof CancellationException;
        return special ? new CompletionException(thrown) : thrown;
    }

    private static Exception asException(Throwable thrown) {
        return thrown instanceof Exception exception ? exception : new IOException(thrown.toString(), thrown);
    }

    private void completeWith(int worker, PendingTask task, Answer.Value value) {
        Object decoded;
        try {
            decoded = task.codec().decode(value.codec(), value.body());
        } catch (Throwable t) {
            Exception reason = asException(t);
            boolean lastResort = value.codec() == JdkCodec.WIRE_ID;
            dispatcher.tell(pool -> lastResort
                    ? List.of(new Effect.FailUndecodable(task, reason))
                    : pool.resultUndecodable(worker, task, reason));
            return;
        }
        if (value.retained()) {
            dispatcher.tell(pool -> pool.resultDecoded(worker, task));
        }
        succeed(task, task.result(decoded));
    }

    /** The future's type parameter is the user's claim about the task, checked where the value is used. */
    @SuppressWarnings("unchecked")
    private static void succeed(PendingTask task, Object value) {
        ((CompletableFuture<Object>) (CompletableFuture<?>) task.future()).complete(value);
    }

    @Override
    public void failCrashed(PendingTask task, WorkerDeath death, Failure lastWords) {
        timer.disarm(task);
        end(task, () -> fail(task, failures.crashed(task, death, lastWords)));
    }

    @Override
    public void failTimedOut(int worker, PendingTask task, long ranNanos) {
        end(task, () -> fail(task, failures.timedOut(task, worker, ranNanos)));
    }

    @Override
    public void failUndecodable(PendingTask task, Exception reason) {
        timer.disarm(task);
        end(task, () -> fail(task, failures.undecodable(task, reason)));
    }

    /** Each in a turn of its own: an action hung on one of them may wait for another. */
    @Override
    public void cancel(List<PendingTask> tasks) {
        for (PendingTask task : tasks) {
            timer.disarm(task);
            end(
                    task,
                    () -> fail(
                            task,
                            new CancellationException(
                                    "pool '" + poolName + "' was shut down before task " + task.id() + " had ended")));
        }
    }

    @Override
    public void breakPool(List<PendingTask> tasks, WorkerDeath lastDeath) {
        PoolBrokenException broken = failures.broken(lastDeath);
        completions.execute(() -> {
            LOG.error("{}", broken.getMessage());
            firstWorker.completeExceptionally(broken);
        });
        // Each its own exception: whoever adds to one must not add to another. Each its own turn, as in cancel.
        tasks.forEach(task -> end(task, () -> fail(task, failures.broken(lastDeath))));
    }

    private static void fail(PendingTask task, Throwable failure) {
        task.future().completeExceptionally(failure);
    }

    @Override
    public void terminate() {
        timer.soon(() -> {
            launcher.close();
            firstWorker.cancel(false);
            completions.shutdown();
            timer.shutdown();
            terminated.countDown();
        });
    }

    /** To a worker that is gone this goes nowhere. */
    private void send(int worker, int bodyBytes, WorkerProcess.Message message) {
        WorkerProcess process = processes.get(worker);
        if (process == null) {
            return;
        }
        if (!process.reserve(bodyBytes)) {
            completions.executeBlocking(() -> process.send(message));
        } else if (WorkerProcess.isReaderThread(Thread.currentThread())) {
            timer.soon(() -> process.send(message));
        } else {
            process.send(message);
        }
    }

    // ---- events, on reader threads

    @Override
    public void launched(WorkerProcess worker) {
        completions.executeBlocking(worker::configure);
    }

    @Override
    public void ready(WorkerProcess worker) {
        LOG.debug("pool '{}': worker {} (pid {}) is ready", poolName, worker.number(), worker.pid());
        if (!firstWorker.isDone()) {
            completions.execute(() -> firstWorker.complete(null));
        }
        dispatcher.tell(pool -> pool.workerReady(worker.number()));
    }

    @Override
    public void started(WorkerProcess worker, long taskId) {
        dispatcher.tell(pool -> pool.taskStarted(worker.number(), taskId, System.nanoTime()));
    }

    @Override
    public void result(WorkerProcess worker, long taskId, byte codecId, byte[] body, boolean retained) {
        printing.remove(taskId);
        var value = new Answer.Value(codecId, body, retained);
        dispatcher.tell(pool -> pool.answered(worker.number(), taskId, value));
    }

    @Override
    public void failure(WorkerProcess worker, long taskId, Failure failure) {
        if (failure.kind() != Failure.Kind.OUT_OF_MEMORY) {
            printing.remove(taskId);
        }
        dispatcher.tell(pool -> pool.answered(worker.number(), taskId, new Answer.Failed(failure)));
    }

    @Override
    public void undecodable(WorkerProcess worker, long taskId) {
        dispatcher.tell(pool -> pool.taskUndecodable(worker.number(), taskId));
    }

    @Override
    public void output(WorkerProcess worker, long taskId, OutputChannel channel, byte[] text) {
        TaskFuture<?> future = printing.get(taskId);
        if (future != null) {
            toFuture.accept(future, text);
        }
        output.printed(worker.number(), taskId, channel, text);
    }

    @Override
    public void died(WorkerProcess worker, WorkerDeath death) {
        LOG.debug("pool '{}': {}", poolName, death.describe());
        processes.remove(worker.number());
        printing.values().removeIf(TaskFuture::isDone);
        dispatcher.tell(pool -> pool.workerDied(worker.number(), death));
    }
}
