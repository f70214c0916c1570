package dev.procpool;

import dev.procpool.internal.pool.MapOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The chunks of a map that have been submitted and not consumed, to be taken in the order of submission or of completion.
 * Thread-safe: chunks complete on the pool's threads, and anybody may close this.
 */
final class MapChunks {

    private final boolean ordered;

    /** Guards all below; never held while waiting or calling a future, whose actions may be the user's. */
    private final Object lock = new Object();

    /** In the order of submission. Guarded by lock. */
    private final Set<Chunk> submitted = new LinkedHashSet<>();

    /** Those of {@link #submitted} that are done, in that order; of no use where that does not matter. Guarded by lock. */
    private final Deque<Chunk> completed = new ArrayDeque<>();

    /** Ends the wait for a completion. Guarded by lock. */
    private CompletableFuture<Void> completion = new CompletableFuture<>();

    /** Once true, always true. Written under lock. */
    private volatile boolean closed;

    MapChunks(boolean ordered) {
        this.ordered = ordered;
    }

    /** Elements that travel together; each object is equal to itself only. */
    static final class Chunk {

        private final CompletableFuture<List<MapOutcome>> future;
        private final int size;

        Chunk(CompletableFuture<List<MapOutcome>> future, int size) {
            this.future = future;
            this.size = size;
        }

        CompletableFuture<List<MapOutcome>> future() {
            return future;
        }

        int size() {
            return size;
        }

        /** It is done. */
        void tell(ChunkPace pace) {
            if (future instanceof TaskFuture<?> task) {
                pace.took(size, task.control().runNanos(), task.control().bytes());
            }
        }
    }

    boolean isOrdered() {
        return ordered;
    }

    boolean isClosed() {
        return closed;
    }

    /** Adds a chunk, or cancels it if this is closed. */
    void add(Chunk chunk) {
        boolean tooLate;
        synchronized (lock) {
            tooLate = closed;
            if (!closed) {
                submitted.add(chunk);
            }
        }
        if (tooLate) {
            chunk.future.cancel(true);
        } else if (!ordered) {
            chunk.future.whenComplete((outcomes, failure) -> completed(chunk));
        }
    }

    private void completed(Chunk chunk) {
        CompletableFuture<Void> waiting = null;
        synchronized (lock) {
            if (submitted.contains(chunk)) {
                completed.addLast(chunk);
                waiting = completion;
            }
        }
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /**
     * Waits for the next chunk to be done.
     *
     * @return null if there is none, or this is closed
     */
    Chunk take(long timeoutNanos) throws TimeoutException {
        long startNanos = System.nanoTime();
        while (true) {
            CompletableFuture<?> next;
            synchronized (lock) {
                Chunk chunk = nextDone();
                if (chunk != null) {
                    submitted.remove(chunk);
                    return chunk;
                }
                if (submitted.isEmpty()) {
                    return null;
                }
                completion = new CompletableFuture<>();
                next = ordered ? submitted.iterator().next().future : completion;
            }
            awaitEnd(
                    next,
                    timeoutNanos == Long.MAX_VALUE ? Long.MAX_VALUE : timeoutNanos - (System.nanoTime() - startNanos));
        }
    }

    /** Null if there is none yet. */
    private Chunk nextDone() {
        assert Thread.holdsLock(lock);
        if (!ordered) {
            return completed.pollFirst();
        }
        Chunk first = submitted.isEmpty() ? null : submitted.iterator().next();
        return first != null && first.future.isDone() ? first : null;
    }

    /**
     * As {@code join}, not ended by an interrupt. It waits in the future itself, never in a queue: there a lazy one is run,
     * and a pool's completion thread is replaced while it waits.
     */
    private static void awaitEnd(CompletableFuture<?> future, long timeoutNanos) throws TimeoutException {
        // To ask may be to run the task.
        if (timeoutNanos <= 0 && !future.isDone()) {
            throw new TimeoutException();
        }
        long startNanos = System.nanoTime();
        boolean interrupted = false;
        try {
            while (!future.isDone()) {
                try {
                    if (timeoutNanos == Long.MAX_VALUE) {
                        future.get();
                    } else {
                        future.get(timeoutNanos - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException | CancellationException e) {
                    // Ended is all that counts here.
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Cancels what has not been taken, and interrupts what runs. The last first: otherwise each that is interrupted would
     * make room for one that is to be cancelled next.
     *
     * @return how many elements had not ended
     */
    int close() {
        List<Chunk> rest;
        CompletableFuture<Void> waiting;
        synchronized (lock) {
            closed = true;
            rest = new ArrayList<>(submitted);
            submitted.clear();
            completed.clear();
            waiting = completion;
        }
        Collections.reverse(rest);
        int unfinished = 0;
        for (Chunk chunk : rest) {
            if (chunk.future.cancel(true)) {
                unfinished += chunk.size;
            }
        }
        waiting.complete(null);
        return unfinished;
    }
}
