package dev.procpool.faults;

import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskSerializationException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerCrashedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task of the campaign that has been submitted, and what was done to it. */
final class Order {

    private final long id;
    private final Deed deed;
    private final TaskOptions options;
    private final TaskFuture<?> future;

    /** Whether a cancel has come in time. */
    private volatile boolean cancelled;

    Order(long id, Deed deed, TaskOptions options, TaskFuture<?> future) {
        this.id = id;
        this.deed = deed;
        this.options = options;
        this.future = future;
    }

    boolean isDone() {
        return future.isDone();
    }

    void cancel(boolean mayInterrupt) {
        boolean mine = future.cancel(mayInterrupt);
        if (mine) {
            cancelled = true;
        }
        if (mine != future.isCancelled()) {
            throw new AssertionError(this + ": cancel returned " + mine + ", isCancelled() is " + !mine);
        }
    }

    /**
     * Waits for the end, and asks whether it is the truth.
     *
     * @param killed the process ids of workers that somebody has killed
     * @param shutDown whether the pool was told to give up
     * @return in a word, how it ended
     */
    String end(Duration limit, Set<Long> killed, boolean shutDown) throws InterruptedException {
        String how;
        try {
            Object value = future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            require(deed.mayReturn(id, value), "returned " + value);
            require(deed != Deed.PRINT || future.output().contains(Deed.printed(id)), "printed " + future.output());
            how = "value";
        } catch (CancellationException e) {
            require(cancelled || shutDown, "was cancelled by nobody");
            how = "cancelled";
        } catch (ExecutionException e) {
            how = failed(e.getCause(), killed);
        } catch (TimeoutException e) {
            throw new AssertionError(this + " has not ended within " + limit, e);
        }
        require(!cancelled || how.equals("cancelled"), "was cancelled, but ended with: " + how);
        require(future.attempts() <= 1 + retries(), "was begun " + future.attempts() + " times");
        return how;
    }

    private String failed(Throwable failure, Set<Long> killed) {
        boolean truth;
        if (failure instanceof WorkerCrashedException crash) {
            truth = killed.contains(crash.pid())
                    || deed.exitCode(retries())
                            .filter(code -> code == crash.exitCode())
                            .isPresent();
        } else if (failure instanceof TaskTimeoutException timeout) {
            truth = options.timeout()
                    .filter(limit -> timeout.ran().compareTo(limit) >= 0)
                    .isPresent();
        } else if (failure instanceof Deed.Thrown) {
            truth = deed == Deed.THROW && failure.getMessage().equals(new Deed.Thrown(id).getMessage());
        } else {
            truth = failure instanceof TaskSerializationException
                    && (deed == Deed.RETURN_BAD || deed == Deed.TRAVEL_BADLY);
        }
        if (!truth) {
            throw new AssertionError(this + " failed, and nothing that was done to it explains that", failure);
        }
        return failure.getClass().getSimpleName();
    }

    private int retries() {
        return options.retries().orElse(0);
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(this + " " + otherwise);
        }
    }

    @Override
    public String toString() {
        return "task " + id + " (" + deed + ", timeout=" + options.timeout() + ", retries=" + retries() + ")";
    }
}
