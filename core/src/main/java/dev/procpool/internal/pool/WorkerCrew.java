package dev.procpool.internal.pool;

import dev.procpool.PoolBrokenException;
import dev.procpool.PoolListener;
import dev.procpool.bulk.Bulk;
import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.internal.worker.Answer;
import dev.procpool.internal.worker.Assignment;
import dev.procpool.internal.worker.PoolThreads;
import dev.procpool.internal.worker.TaskReport;
import dev.procpool.internal.worker.Worker;
import dev.procpool.internal.worker.WorkerDeath;
import dev.procpool.internal.worker.WorkerEvents;
import dev.procpool.internal.worker.WorkerSource;
import dev.procpool.wire.CancelKind;
import dev.procpool.wire.Failure;
import dev.procpool.wire.OutputChannel;
import dev.procpool.wire.TaskStack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a pool: does to them what has been decided, and tells the dispatcher what happens to them.
 *
 * <p>What runs user code goes to {@link Completions}, what waits for time to {@link PoolTimer}. No effect makes its thread
 * wait.
 */
final class WorkerCrew implements EffectPerformer, WorkerEvents, PoolThreads {

    /** A JVM that has not said hello by then never will; a loaded machine may well take some seconds. */
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Between attempts to bring a pool that has lost some workers, and could not replace them, back to its size. */
    private static final long START_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** For a worker to say where its task is: its reader thread has nothing else to do. */
    private static final long STACK_LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** For an idle worker to say that it has begun with a task it was sent. One that does not is stopped, or lost. */
    private static final long BEGIN_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** For what waits in a worker while another is idle: short tasks are over by then. */
    private static final long BALANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** For encoding a result a second time. */
    private static final long RESEND_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** From being told to stop to the kill: what a shutdown hook of the user's may take. */
    private static final long STOP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** From TERM to the kill, of a worker that has not heeded an interrupt: its hooks are likely to hang as well. */
    private static final long TERMINATE_LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long MEMORY_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final PoolSettings settings;
    private final String poolName;
    private final PoolListener listener;
    private final Dispatcher dispatcher;
    private final WorkerSource source;
    private final TaskFailures failures;
    private final TaskEndings endings;
    private final Completions completions;
    private final PoolTimer timer;
    private final LifeTimers lives;
    private final OutputRelay output;

    /** What the listener is told. */
    private final SerialExecutor events;

    private final Map<Integer, Worker> workers = new ConcurrentHashMap<>();
    /** Workers that are looked at after {@link #BEGIN_LIMIT_NANOS}. */
    private final Set<Integer> watched = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> firstWorker = new CompletableFuture<>();
    private final CountDownLatch terminated = new CountDownLatch(1);

    WorkerCrew(PoolSettings settings, Dispatcher dispatcher, WorkerSource source, TaskFailures failures) {
        this.settings = settings;
        this.poolName = settings.name();
        this.listener = settings.listener();
        this.dispatcher = dispatcher;
        this.source = source;
        this.failures = failures;
        this.completions = new Completions(poolName);
        this.timer = new PoolTimer(poolName);
        this.lives = new LifeTimers(timer);
        this.endings = new TaskEndings(poolName, dispatcher, completions, timer, failures);
        this.events = new SerialExecutor(completions);
        this.output = new OutputRelay(poolName, settings.output(), completions);
    }

    CompletableFuture<Void> firstWorker() {
        return firstWorker;
    }

    boolean isTerminated() {
        return terminated.getCount() == 0 && completions.isTerminated() && !endings.isLeftToOthers();
    }

    /** Whether futures are being completed, or are about to be. */
    boolean isCompleting() {
        return !completions.isQuiescent() || endings.isLeftToOthers();
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
                || completions.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()))
                        && endings.awaitOthers(deadlineNanos);
    }

    /** Looks at the workers' memory now and then, if there is a limit to it. */
    void watchMemory() {
        if (settings.maxResidentBytes() > 0) {
            timer.after(MEMORY_PERIOD_NANOS, () -> {
                try {
                    workers.forEach((number, worker) -> worker.residentBytes()
                            .ifPresent(bytes -> dispatcher.tell(pool -> pool.residentSize(number, bytes))));
                } finally {
                    watchMemory();
                }
            });
        }
    }

    // ---- threads

    @Override
    public void soon(Runnable action) {
        timer.soon(action);
    }

    @Override
    public void later(Runnable action) {
        timer.after(LATER_NANOS, action);
    }

    @Override
    public void blocking(Runnable action) {
        completions.executeBlocking(action);
    }

    private void tellListener(Consumer<PoolListener> event) {
        events.execute(() -> {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error e) {
                Log.LOG.warn("pool '{}': the listener threw", poolName, e);
            }
        });
    }

    // ---- effects: workers

    /** A kill may overtake its launch, so whoever comes first makes the entry; null if the worker is gone. */
    private Worker made(int number) {
        // An entry goes only after the dispatcher has been told: where there is neither, it is not because of the
        // launch.
        return workers.computeIfAbsent(
                number, key -> dispatcher.hasWorker(key) ? source.worker(key, this, this) : null);
    }

    /** To a worker that is gone this goes nowhere. */
    private void to(int number, Consumer<Worker> message) {
        Worker worker = workers.get(number);
        if (worker != null) {
            message.accept(worker);
        }
    }

    @Override
    public void launch(int worker) {
        timer.after(START_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.startLimitExpired(worker)));
        made(worker).startLater();
    }

    @Override
    public void retryStartLater() {
        completions.execute(() -> Log.LOG.warn(
                "pool '{}': workers cannot be started; it goes on with those it has and tries again later", poolName));
        timer.after(START_RETRY_NANOS, () -> dispatcher.tell(PoolState::startRetryDue));
    }

    @Override
    public void initialize(int worker, Initializer initializer, boolean withJdk) {
        if (!withJdk) {
            to(
                    worker,
                    to -> to.run(new Assignment(initializer.id(), 1, false, initializer.task(), initializer.body())));
            return;
        }
        completions.execute(() -> {
            try {
                Encoded body = initializer.codec().encodeWithJdk(initializer.task(), Bulk.Collector.copying());
                to(worker, to -> to.run(new Assignment(initializer.id(), 1, false, initializer.task(), body)));
            } catch (Throwable t) {
                dispatcher.tell(pool -> pool.answered(worker, initializer.id(), new Answer.Threw(t)));
            }
        });
    }

    @Override
    public void reportInitializer(int worker, Initializer initializer, Answer answer) {
        completions.execute(() -> Log.LOG.warn(
                "pool '{}': a broadcast for later workers failed in worker {}",
                poolName,
                worker,
                failures.ofInitializer(initializer, answer)));
    }

    @Override
    public void release(int worker, long taskId) {
        to(worker, to -> to.release(taskId));
    }

    @Override
    public void resend(int worker, long taskId) {
        to(worker, to -> to.resend(taskId));
    }

    @Override
    public void awaitResend(int worker, long taskId) {
        timer.after(RESEND_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.resendLimitExpired(worker, taskId)));
    }

    @Override
    public void awaitAge(int worker) {
        inItsLife(
                worker,
                LifeTimers.Kind.AGE,
                settings.maxWorkerAgeNanos(),
                () -> dispatcher.tell(pool -> pool.ageLimitReached(worker)));
    }

    @Override
    public void awaitIdle(int worker, long stint) {
        inItsLife(
                worker,
                LifeTimers.Kind.IDLE,
                settings.idleTimeoutNanos(),
                () -> dispatcher.tell(pool -> pool.idleLimitExpired(worker, stint)));
    }

    private void inItsLife(int worker, LifeTimers.Kind kind, long nanos, Runnable action) {
        lives.arm(worker, kind, nanos, action);
        if (!workers.containsKey(worker)) {
            // It has died since that was decided.
            lives.end(worker);
        }
    }

    @Override
    public void reportRetiring(int worker, String why) {
        tellListener(listening -> {
            Log.LOG.debug("pool '{}': worker {} is to be replaced: {}", poolName, worker, why);
            listening.workerRetiring(worker, why);
        });
    }

    @Override
    public void stop(int worker) {
        to(worker, Worker::stop);
        timer.after(STOP_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.stopLimitExpired(worker)));
    }

    @Override
    public void terminate(int worker) {
        to(worker, Worker::terminate);
        timer.after(TERMINATE_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.stopLimitExpired(worker)));
    }

    @Override
    public void kill(int worker) {
        Worker made = made(worker);
        if (made != null) {
            made.kill();
        }
    }

    // ---- effects: tasks

    @Override
    public void sendTask(int worker, PendingTask task, int attempt) {
        Assignment assignment = task.assignment(attempt);
        if (assignment != null) {
            to(worker, to -> {
                task.sentTo(to);
                to.run(assignment);
            });
            awaitBegin(worker, task.id(), attempt);
        } else {
            // Cancelled since. The worker will never hear of it, and so we answer in its place.
            var notRun = new Answer.Failed(Failure.cancelledBeforeStart());
            dispatcher.tell(pool -> pool.answered(worker, task.id(), notRun));
        }
    }

    /** One timer for each worker, however many tasks it is sent: so a limit is kept after once to twice its time. */
    @Override
    public void awaitBegin(int worker, long taskId, int attempt) {
        if (watched.add(worker)) {
            timer.after(BEGIN_LIMIT_NANOS, () -> {
                watched.remove(worker);
                dispatcher.tell(pool -> pool.beginLimitExpired(worker, taskId, attempt));
            });
        }
    }

    @Override
    public void awaitBalance() {
        timer.after(BALANCE_NANOS, () -> dispatcher.tell(PoolState::balanceDue));
    }

    @Override
    public void sendAgainWithJdk(int worker, PendingTask task, int attempt) {
        completions.execute(() -> {
            try {
                Object object = task.task();
                Encoded body = task.codec().encodeWithJdk(object, Bulk.Collector.copying());
                to(worker, to -> to.run(new Assignment(task.id(), attempt, task.timeoutNanos() > 0, object, body)));
            } catch (Throwable t) {
                dispatcher.tell(pool -> pool.encodingFailed(worker, task, TaskEndings.asException(t)));
            }
        });
    }

    @Override
    public void armTimeout(PendingTask task, int attempt) {
        timer.arm(task, () -> dispatcher.tell(pool -> pool.timeoutExpired(task, attempt, System.nanoTime())));
    }

    @Override
    public void interrupt(int worker, PendingTask task, int attempt) {
        timer.disarm(task);
        to(worker, to -> to.cancel(task.id(), attempt, CancelKind.INTERRUPT));
        awaitGrace(worker, task, attempt);
    }

    @Override
    public void interruptOverLimit(int worker, PendingTask task, int attempt) {
        to(worker, to -> to.cancel(task.id(), attempt, CancelKind.SHOW_STACK_AND_INTERRUPT));
        timer.after(
                STACK_LIMIT_NANOS, () -> dispatcher.tell(pool -> pool.stackLimitExpired(worker, task.id(), attempt)));
        awaitGrace(worker, task, attempt);
    }

    private void awaitGrace(int worker, PendingTask task, int attempt) {
        timer.after(
                settings.cancelGraceNanos(), () -> dispatcher.tell(pool -> pool.graceExpired(worker, task, attempt)));
    }

    @Override
    public void forget(int worker, PendingTask task, int attempt) {
        to(worker, to -> to.cancel(task.id(), attempt, CancelKind.ONLY_IF_WAITING));
    }

    @Override
    public void showStack(int worker, PendingTask task, int attempt) {
        to(worker, to -> to.cancel(task.id(), attempt, CancelKind.SHOW_STACK_AND_INTERRUPT));
    }

    @Override
    public void reportStack(int worker, long taskId, TaskStack stack) {
        completions.execute(() -> Log.LOG.info(
                "pool '{}': task {} did not heed its interrupt and costs worker {}; it hangs at {}",
                poolName,
                taskId,
                worker,
                failures.lines(stack)));
    }

    @Override
    public void complete(int worker, PendingTask task, Answer answer) {
        endings.complete(worker, task, answer);
    }

    @Override
    public void fail(PendingTask task, AttemptEnd last) {
        endings.fail(task, last);
    }

    @Override
    public void reportRetry(PendingTask task, AttemptEnd lost) {
        // The timer is left alone: it may be the next attempt's by now. This attempt's will find that it is over.
        completions.execute(() -> Log.LOG.info(
                "pool '{}': attempt {} of task {} is lost and made again: {}",
                poolName,
                lost.number(),
                task.id(),
                lost.describe()));
    }

    @Override
    public void failUndecodable(PendingTask task, Exception reason) {
        endings.failUndecodable(task, reason);
    }

    @Override
    public void failBroken(List<PendingTask> tasks, Breakage breakage) {
        endings.failBroken(tasks, breakage);
    }

    @Override
    public void cancel(List<PendingTask> tasks) {
        endings.cancel(tasks);
    }

    // ---- effects: the pool

    @Override
    public void breakPool(Breakage breakage) {
        completions.execute(() -> {
            PoolBrokenException broken = failures.refused(breakage);
            Log.LOG.error(broken.getMessage(), breakage instanceof Breakage.Fault ? broken.getCause() : null);
            firstWorker.completeExceptionally(broken);
        });
    }

    @Override
    public void terminated() {
        timer.soon(() -> {
            source.close();
            firstWorker.cancel(false);
            completions.shutdown();
            timer.shutdown();
            terminated.countDown();
        });
    }

    // ---- events, on reader threads

    @Override
    public void ready(int worker, long pid, boolean takesSeveral) {
        if (!firstWorker.isDone()) {
            completions.execute(() -> firstWorker.complete(null));
        }
        tellListener(listening -> listening.workerReady(worker, pid));
        dispatcher.tell(pool -> pool.workerGreeted(worker, takesSeveral));
        // Last, and on another thread: tasks wait for this worker, and this may be the first line that is logged.
        soon(() -> Log.LOG.debug("pool '{}': worker {} (pid {}) is ready", poolName, worker, pid));
    }

    @Override
    public void reported(int worker, List<TaskReport> reports) {
        dispatcher.tell(pool -> pool.reported(worker, reports, System.nanoTime()));
    }

    @Override
    public void undecodable(int worker, long taskId) {
        dispatcher.tell(pool -> pool.taskUndecodable(worker, taskId));
    }

    @Override
    public void stack(int worker, long taskId, TaskStack stack) {
        dispatcher.tell(pool -> pool.stackTaken(worker, taskId, stack));
    }

    @Override
    public void progress(int worker, long taskId, long done, long total) {
        tellListener(listening -> listening.progressed(taskId, done, total));
    }

    @Override
    public void output(int worker, long taskId, OutputChannel channel, byte[] text) {
        dispatcher.printed(worker, taskId, text);
        // What an initializer prints belongs to no task.
        output.printed(worker, Math.max(0, taskId), channel, text);
    }

    @Override
    public void died(int worker, WorkerDeath death) {
        Log.LOG.debug("pool '{}': {}", poolName, death.describe());
        tellListener(listening -> listening.workerEnded(worker, death.describe()));
        try {
            dispatcher.tell(pool -> pool.workerDied(worker, death));
        } finally {
            workers.remove(worker);
            lives.end(worker);
        }
    }

    /** Loaded by the first line that is logged: a logging library takes longer to start than a worker. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(WorkerCrew.class);
    }
}
