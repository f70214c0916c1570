package dev.procpool;

import dev.procpool.internal.pool.MapOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The results of {@code map}: takes inputs a bounded number ahead of what has been consumed, submits them in chunks, hands
 * out what becomes of them. The consumer's thread only; closing it is for any thread.
 */
final class MapResults<A, R> implements Spliterator<R> {

    private static final int INPUTS_AHEAD_PER_WORKER = 16;
    private static final int CHUNKS_AHEAD_PER_WORKER = 4;

    private final Pool<A> pool;
    private final Iterable<? extends A> inputs;
    private final Duration timeout;
    private final long timeoutNanos;

    /** How many inputs may be ahead where the caller has said so; else 0. */
    private final int fixedWindow;

    /** How many travel together where the caller has said so; else 0. Never more than the window. */
    private final int fixedChunkSize;

    private final ChunkPace pace;
    private final int workers;

    private final MapChunks chunks;

    /** Valid once {@link #iterator} is set. */
    private long startNanos;

    /** Null until the first result is asked for. */
    private Iterator<? extends A> iterator;

    /** Once true, always true. */
    private boolean inputsEnded;

    /** Taken and not submitted yet: those that the pool has refused, until it has done some of what it has. */
    private final Deque<List<A>> waiting = new ArrayDeque<>();

    /** What ended the inputs before their time; to be thrown when all results before it are consumed. Else null. */
    private Throwable inputFailure;

    /** How many inputs have been submitted in all. */
    private long submitted;

    /** How many of them have not been consumed. */
    private int ahead;

    /** Of the chunk that is being consumed. */
    private final Deque<MapOutcome> ready = new ArrayDeque<>();

    /** How a pool takes a chunk. */
    @FunctionalInterface
    interface Pool<A> {
        /** @throws TaskSerializationException if one of the inputs, or the function, cannot travel */
        CompletableFuture<List<MapOutcome>> submit(List<A> inputs);
    }

    private MapResults(Pool<A> pool, Iterable<? extends A> inputs, MapOptions options, int workers, boolean oneByOne) {
        this.pool = pool;
        this.inputs = Objects.requireNonNull(inputs, "inputs");
        this.timeout = options.timeout().orElse(null);
        this.timeoutNanos = options.timeoutNanos();
        this.workers = workers;
        this.fixedWindow = options.window().orElse(0);
        int mostInAChunk = fixedWindow == 0 ? Integer.MAX_VALUE : fixedWindow;
        this.fixedChunkSize = Math.min(options.chunkSize().orElse(oneByOne ? 1 : 0), mostInAChunk);
        // A window that the caller has set is to keep all workers busy.
        this.pace = new ChunkPace(Math.max(1, mostInAChunk / (CHUNKS_AHEAD_PER_WORKER * workers)));
        this.chunks = new MapChunks(options.isOrdered());
    }

    /**
     * @param oneByOne whether elements travel alone unless the caller has said otherwise: where each of them is to be stopped or
     *     tried again for itself
     */
    static <A, R> Stream<R> stream(
            Pool<A> pool, Iterable<? extends A> inputs, MapOptions options, int workers, boolean oneByOne) {
        var results = new MapResults<A, R>(pool, inputs, options, workers, oneByOne);
        return StreamSupport.stream(results, false).onClose(results.chunks::close);
    }

    @Override
    @SuppressWarnings("unchecked") // It is what the function returned.
    public boolean tryAdvance(Consumer<? super R> action) {
        Objects.requireNonNull(action, "action");
        takeInputs();
        if (ready.isEmpty()) {
            MapChunks.Chunk chunk = awaitChunk();
            if (chunk == null) {
                end();
                return false;
            }
            chunk.tell(pace);
            ready.addAll(outcomes(chunk));
        } else if (chunks.isClosed()) {
            return false;
        }
        ahead--;
        MapOutcome next = ready.pollFirst();
        if (next.failure() != null) {
            throw thrown(next.failure());
        }
        action.accept((R) next.value());
        return true;
    }

    // ---- inputs

    private void takeInputs() {
        try {
            if (iterator == null) {
                startNanos = System.nanoTime();
                iterator = Collections.emptyIterator();
                iterator = inputs.iterator();
            }
            while (remainingNanos() > 0 && !chunks.isClosed() && hasChunkToSubmit() && submitFirst()) {
                // And the next.
            }
        } catch (Throwable t) {
            giveUp(t);
        }
    }

    private boolean hasChunkToSubmit() {
        while (waiting.isEmpty() && !inputsEnded && window() - ahead >= chunkSize()) {
            List<A> chunk = takeChunk(chunkSize());
            if (!chunk.isEmpty()) {
                waiting.addLast(chunk);
            }
        }
        return !waiting.isEmpty();
    }

    private int chunkSize() {
        return fixedChunkSize == 0 ? pace.size() : fixedChunkSize;
    }

    private int window() {
        if (fixedWindow > 0) {
            return fixedWindow;
        }
        long perWorker = Math.max(INPUTS_AHEAD_PER_WORKER, (long) CHUNKS_AHEAD_PER_WORKER * chunkSize());
        return (int) Math.min(Integer.MAX_VALUE, perWorker * workers);
    }

    /** No more inputs: for this, which is to be thrown in its turn. */
    private void giveUp(Throwable failure) {
        inputsEnded = true;
        inputFailure = failure;
        waiting.clear();
    }

    private List<A> takeChunk(int chunkSize) {
        List<A> chunk = new ArrayList<>(Math.min(chunkSize, 1_000));
        try {
            while (chunk.size() < chunkSize && !inputsEnded) {
                if (iterator.hasNext()) {
                    chunk.add(iterator.next());
                } else {
                    inputsEnded = true;
                }
            }
        } catch (Throwable t) {
            // Those before it are submitted all the same.
            inputsEnded = true;
            inputFailure = t;
        }
        return chunk;
    }

    /** @return false if the pool takes no more before some of what it has is consumed */
    private boolean submitFirst() {
        List<A> chunk = waiting.getFirst();
        try {
            add(pool.submit(chunk), chunk.size());
        } catch (TaskSerializationException e) {
            if (chunk.size() > 1) {
                // Nothing has been submitted: each for itself, then, and all fail but those that can travel.
                waiting.removeFirst();
                for (int i = chunk.size() - 1; i >= 0; i--) {
                    waiting.addFirst(Collections.singletonList(chunk.get(i)));
                }
                return true;
            }
            // To be thrown in its turn, not as many results early as are submitted ahead.
            add(CompletableFuture.failedFuture(e), 1);
        } catch (RejectedExecutionException e) {
            // Its queue is full, or it has been shut down: to be known when there is nothing left to wait for.
            if (ahead > 0) {
                return false;
            }
            throw e;
        }
        waiting.removeFirst();
        return true;
    }

    private void add(CompletableFuture<List<MapOutcome>> future, int size) {
        submitted += size;
        ahead += size;
        chunks.add(new MapChunks.Chunk(future, size));
    }

    // ---- results

    /** Null if there are no more. */
    private MapChunks.Chunk awaitChunk() {
        try {
            return chunks.take(remainingNanos());
        } catch (TimeoutException e) {
            throw timedOut("");
        }
    }

    private List<MapOutcome> outcomes(MapChunks.Chunk chunk) {
        return chunk.future()
                .handle((outcomes, failure) -> failure == null
                        ? outcomes
                        : Collections.nCopies(chunk.size(), new MapOutcome(null, ofAll(failure))))
                .join();
    }

    /** The failure of a chunk as that of each element: a cancelled task is not one that threw a CancellationException. */
    private static Throwable ofAll(Throwable failure) {
        if (failure instanceof CancellationException) {
            return new Cancelled(failure);
        }
        // This is how futures hold what would mean something else to them.
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cancelled(Throwable cancellation) {
            super(cancellation.getMessage(), cancellation, false, false);
        }
    }

    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Cancelled) {
            var cancellation = new CancellationException(failure.getMessage());
            cancellation.initCause(failure.getCause());
            return cancellation;
        }
        try {
            return new CompletionException(failure);
        } catch (RuntimeException | Error e) {
            // Its toString() throws.
            return new CompletionException(failure.getClass().getName(), failure);
        }
    }

    /** All results are consumed, or the stream is closed. */
    private void end() {
        boolean closed = chunks.isClosed();
        if (!closed && hasMoreInputs()) {
            throw timedOut(", with inputs left");
        }
        chunks.close();
        Throwable failure = inputFailure;
        inputFailure = null;
        if (failure != null && !closed) {
            throw MapResults.<RuntimeException>asItIs(failure);
        }
    }

    private boolean hasMoreInputs() {
        try {
            return !waiting.isEmpty() || !inputsEnded && iterator.hasNext();
        } catch (Throwable t) {
            inputFailure = t;
            return false;
        }
    }

    @SuppressWarnings("unchecked") // An iterator may throw what it does not declare.
    private static <T extends Throwable> T asItIs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private long remainingNanos() {
        return timeoutNanos == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, timeoutNanos - (System.nanoTime() - startNanos));
    }

    private CompletionException timedOut(String more) {
        String message = chunks.close() + " of " + submitted + " submitted unfinished after " + text(timeout) + more;
        return new CompletionException(new TimeoutException(message));
    }

    private static String text(Duration duration) {
        boolean wholeMillis = duration.getNano() % 1_000_000 == 0;
        return duration.getNano() == 0
                ? duration.toSeconds() + " s"
                : wholeMillis ? duration.toMillis() + " ms" : duration.toString();
    }

    @Override
    public Spliterator<R> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return chunks.isOrdered() ? ORDERED : 0;
    }
}
