package dev.procpool.demo.bench;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The numbers from 0, for so long as the time lasts; the clock is looked at now and then only. Iterate over it once. */
final class TimedInputs implements Iterable<Integer>, Iterator<Integer> {

    private static final int LOOK_EVERY = 64;

    private final long forNanos;
    private final long firstNanos = System.nanoTime();
    private int next;
    private boolean over;

    TimedInputs(long forNanos) {
        this.forNanos = forNanos;
    }

    @Override
    public Iterator<Integer> iterator() {
        return this;
    }

    @Override
    public boolean hasNext() {
        if (next > 0 && next % LOOK_EVERY == 0) {
            over = over || System.nanoTime() - firstNanos >= forNanos;
        }
        return !over;
    }

    @Override
    public Integer next() {
        if (over) {
            throw new NoSuchElementException("the time is over");
        }
        return next++;
    }

    /** How many have been handed out. */
    int count() {
        return next;
    }
}
