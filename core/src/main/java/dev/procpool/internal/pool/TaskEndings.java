package dev.procpool.internal.pool;

import dev.procpool.codec.FallbackCodec.Encoded;
import dev.procpool.codec.JdkCodec;
import dev.procpool.codec.Parts;
import dev.procpool.internal.worker.Answer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends futures, on the completion threads or on one that waits for the future: to decode a result and to complete a future is to run
 * user code.
 */
final class TaskEndings {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String poolName;
    private final Dispatcher dispatcher;
    private final Completions completions;
    private final PoolTimer timer;
    private final TaskFailures failures;

    /** Futures that threads which wait for them are about to complete. */
    private final AtomicInteger inOthers = new AtomicInteger();

    TaskEndings(
            String poolName, Dispatcher dispatcher, Completions completions, PoolTimer timer, TaskFailures failures) {
        this.poolName = poolName;
        this.dispatcher = dispatcher;
        this.completions = completions;
        this.timer = timer;
        this.failures = failures;
    }

    /** Waits until it is so no more: they are about to. @return false if it takes longer than that */
    boolean awaitOthers(long deadlineNanos) {
        while (isLeftToOthers()) {
            if (System.nanoTime() - deadlineNanos >= 0) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        return true;
    }

    /** With what the worker has answered. */
    void complete(int worker, PendingTask task, Answer answer) {
        end(task, () -> {
            if (answer instanceof Answer.Value value) {
                completeWith(worker, task, value);
            } else if (answer instanceof Answer.Returned returned) {
                succeed(task, task.result(returned.value()));
            } else if (answer instanceof Answer.Failed failed) {
                fail(task, asThrownByTheTask(failures.reported(task, failed.failure())));
            } else {
                fail(task, asThrownByTheTask(failures.thrown(task, ((Answer.Threw) answer).thrown())));
            }
        });
    }

    void fail(PendingTask task, AttemptEnd last) {
        List<AttemptEnd> before = task.lostAttempts();
        end(task, () -> fail(task, failures.ended(task, before, last)));
    }

    void failUndecodable(PendingTask task, Exception reason) {
        end(task, () -> fail(task, failures.undecodable(task, reason)));
    }

    /** Each its own exception: whoever adds to one must not add to another. */
    void failBroken(List<PendingTask> tasks, Breakage breakage) {
        tasks.forEach(task -> end(task, () -> fail(task, failures.broken(breakage))));
    }

    /** Each in a turn of its own: an action hung on one of them may wait for another. */
    void cancel(List<PendingTask> tasks) {
        for (PendingTask task : tasks) {
            end(
                    task,
                    () -> fail(
                            task,
                            new CancellationException(
                                    "pool '" + poolName + "' was shut down before task " + task.id() + " had ended")));
        }
    }

    /** Whatever goes wrong on the way, out of memory included, the future ends. */
    private void end(PendingTask task, Runnable how) {
        timer.disarm(task);
        Runnable ending = () -> {
            try {
                how.run();
            } catch (Throwable t) {
                fail(task, t);
            }
        };
        if (!task.isAwaited()) {
            completions.execute(ending);
            return;
        }
        inOthers.incrementAndGet();
        boolean byWhoWaits = task.endByWhoWaits(() -> {
            try {
                ending.run();
            } finally {
                inOthers.decrementAndGet();
            }
        });
        if (!byWhoWaits) {
            inOthers.decrementAndGet();
            completions.execute(ending);
        }
    }

    /** Whether a thread that waits for a future has yet to complete it. */
    boolean isLeftToOthers() {
        return inOthers.get() > 0;
    }

    /** These two mean something of their own to a CompletableFuture; thrown by a task they are its exceptions as any other. */
    private static Throwable asThrownByTheTask(Throwable thrown) {
        boolean special = thrown instanceof CompletionException || thrown instanceof CancellationException;
        return special ? new CompletionException(thrown) : thrown;
    }

    static Exception asException(Throwable thrown) {
        return thrown instanceof Exception exception ? exception : new IOException(thrown.toString(), thrown);
    }

    private void completeWith(int worker, PendingTask task, Answer.Value value) {
        Object decoded;
        try {
            Encoded encoded = value.encoded();
            decoded = task.codec().decode(encoded.codec(), encoded.bytes(), encoded.bulk());
        } catch (Throwable t) {
            Exception reason = asException(t);
            boolean lastResort = value.encoded().codec() == JdkCodec.WIRE_ID;
            dispatcher.tell(pool -> lastResort
                    ? List.of(new Effect.FailUndecodable(task, reason))
                    : pool.resultUndecodable(worker, task, reason));
            return;
        }
        if (value.retained()) {
            dispatcher.tell(pool -> pool.resultDecoded(worker, task));
        }
        succeed(task, decoded instanceof Parts.Opened answer ? failures.outcomes(task, answer) : task.result(decoded));
    }

    /** The future's type parameter is the user's claim about the task, checked where the value is used. */
    @SuppressWarnings("unchecked")
    private static void succeed(PendingTask task, Object value) {
        ((CompletableFuture<Object>) (CompletableFuture<?>) task.future()).complete(value);
    }

    private static void fail(PendingTask task, Throwable failure) {
        task.future().completeExceptionally(failure);
    }
}
