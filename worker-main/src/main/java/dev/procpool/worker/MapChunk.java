package dev.procpool.worker;

import dev.procpool.codec.Compound;
import dev.procpool.codec.Parts;
import dev.procpool.task.RemoteFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * A task that applies one function to some inputs, each for itself: one that throws or cannot travel fails alone. The
 * function is copied once for all of them, each input on its own.
 *
 * <p>Lives here and not in the parent's artifact because the class path of a worker may hold nothing else of ours.
 */
public final class MapChunk implements Callable<MapChunkAnswer>, Compound {

    /** So much must be left for the frame and the function. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - (1 << 20);

    private final Parts.Part fn;
    private final List<? extends Parts.Part> inputs;

    private MapChunk(Parts.Part fn, List<? extends Parts.Part> inputs) {
        this.fn = fn;
        this.inputs = inputs;
    }

    /** In the parent. */
    public static <A> MapChunk of(RemoteFunction<? super A, ?> fn, List<? extends A> inputs) {
        return new MapChunk(
                new Parts.Value(fn), inputs.stream().map(Parts.Value::new).toList());
    }

    /** In the worker. */
    static MapChunk received(Parts.Opened opened) {
        List<Parts.Part> parts = opened.parts();
        return new MapChunk(parts.get(0), parts.subList(1, parts.size()));
    }

    /** @throws IOException if any part cannot travel; a chunk of the others may */
    @Override
    public Parts toParts(Encoder encoder) throws IOException {
        var parts = new Parts.Writer(1 + inputs.size(), MAX_BYTES, encoder);
        add(parts, "the function of map", fn);
        for (Parts.Part input : inputs) {
            add(parts, "an input of map", input);
        }
        return parts.toParts();
    }

    private static void add(Parts.Writer parts, String what, Parts.Part part) throws IOException {
        try {
            parts.add(((Parts.Value) part).value());
        } catch (IOException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }

    /** Runs it in the parent, for whoever got it back from {@code shutdownNow}. */
    @Override
    public MapChunkAnswer call() {
        return run(() -> false, Integer.MAX_VALUE);
    }

    /**
     * Runs it.
     *
     * @param cancelled whether this task has been cancelled, so that an interrupt is meant for all that is left of it
     * @param maxBodyBytes what the answer must fit in
     */
    @SuppressWarnings("unchecked") // What travelled was a function that takes these inputs.
    MapChunkAnswer run(BooleanSupplier cancelled, int maxBodyBytes) {
        List<MapChunkAnswer.Outcome> outcomes = new ArrayList<>(inputs.size());
        for (Parts.Part input : inputs) {
            // What the element before has left of an interrupt of its own is nothing to this one. In this order: a
            // cancel is noted before its interrupt is sent.
            if (!outcomes.isEmpty()) {
                Thread.interrupted();
            }
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled after " + outcomes.size() + " of " + inputs.size());
            }
            if (fn instanceof Parts.Undecodable undecodable) {
                outcomes.add(new MapChunkAnswer.NotDecodable(undecodable.reason()));
            } else if (input instanceof Parts.Undecodable undecodable) {
                outcomes.add(new MapChunkAnswer.NotDecodable(undecodable.reason()));
            } else {
                var function = (RemoteFunction<Object, ?>) ((Parts.Value) fn).value();
                outcomes.add(apply(function, ((Parts.Value) input).value()));
            }
        }
        return new MapChunkAnswer(outcomes, maxBodyBytes);
    }

    private static MapChunkAnswer.Outcome apply(RemoteFunction<Object, ?> function, Object input) {
        try {
            return new MapChunkAnswer.Value(function.apply(input));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            return new MapChunkAnswer.Threw(t);
        }
    }
}
