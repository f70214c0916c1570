package dev.procpool.demo.bench;

import java.util.Set;

/** Measures some figures, again and again. */
public interface Measurement extends AutoCloseable {

    /** What it is called when it has failed. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The ones it measures. */
    Set<? extends Metric> figures();

    /**
     * One round. The first one is the warm-up: it starts what is needed, and its samples are thrown away.
     *
     * @param nanosPerFigure how long to repeat what takes less
     * @throws WrongAnswerException if a task's result is not what it must be
     * @throws Exception if a task's result does not come
     */
    void measure(long nanosPerFigure, Samples samples) throws Exception;

    /**
     * Lets go of everything. May be called twice, and by another thread in the middle of a round: the round fails then,
     * whatever it waits for.
     */
    @Override
    void close();
}
