package dev.procpool.demo.bench;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** So many numbers from 0, or fewer if the time is over before; the clock is looked at now and then only. Iterate over it once. */
final class TimedInputs implements Iterable<Integer>, Iterator<Integer> {

    private static final int LOOK_EVERY = 64;

    private final int most;
    private final long forNanos;
    private final long firstNanos = System.nanoTime();
    private int next;
    private boolean over;

    TimedInputs(int most, long forNanos) {
        this.most = most;
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
        return !over && next < most;
    }

    @Override
    public Integer next() {
        if (over || next == most) {
            throw new NoSuchElementException("handed out: " + next);
        }
        return next++;
    }

    /** How many have been handed out. */
    int count() {
        return next;
    }
}
