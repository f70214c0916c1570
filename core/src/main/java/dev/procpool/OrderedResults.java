package dev.procpool;

import dev.procpool.task.RemoteFunction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The results of {@code map}: submits a bounded number of inputs ahead of what has been consumed. One thread only. */
final class OrderedResults<A, R> implements Spliterator<R> {

    private final TaskPool pool;
    private final RemoteFunction<? super A, ? extends R> fn;
    private final Iterable<? extends A> inputs;
    private final int lookAhead;
    private final Deque<CompletableFuture<R>> submitted = new ArrayDeque<>();

    /** Null until the first result is asked for. */
    private Iterator<? extends A> iterator;

    private OrderedResults(
            TaskPool pool, RemoteFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs, int lookAhead) {
        this.pool = pool;
        this.fn = fn;
        this.inputs = inputs;
        this.lookAhead = lookAhead;
    }

    /** @param lookAhead how many inputs are taken before the first result is consumed; at least 1 */
    static <A, R> Stream<R> stream(
            TaskPool pool, RemoteFunction<? super A, ? extends R> fn, Iterable<? extends A> inputs, int lookAhead) {
        var results = new OrderedResults<A, R>(pool, fn, inputs, lookAhead);
        return StreamSupport.stream(results, false).onClose(results::cancelRest);
    }

    @Override
    public boolean tryAdvance(Consumer<? super R> action) {
        if (iterator == null) {
            iterator = inputs.iterator();
        }
        while (submitted.size() < lookAhead && iterator.hasNext()) {
            submitted.addLast(submit(iterator.next()));
        }
        CompletableFuture<R> next = submitted.pollFirst();
        if (next == null) {
            return false;
        }
        action.accept(next.join());
        return true;
    }

    private CompletableFuture<R> submit(A input) {
        // Captured apart from this object, which does not travel.
        RemoteFunction<? super A, ? extends R> function = fn;
        try {
            return pool.submit(() -> function.apply(input));
        } catch (TaskSerializationException e) {
            // To be thrown in its turn, not as many results early as are submitted ahead.
            return CompletableFuture.failedFuture(e);
        }
    }

    private void cancelRest() {
        submitted.forEach(future -> future.cancel(true));
        submitted.clear();
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
        return ORDERED;
    }
}
