package dev.procpool.demo.bench;

import java.util.Arrays;

/** How long each of many repetitions of the same thing took. One thread only. */
public final class Durations {

    private static final int MIN_REPETITIONS = 3;

    private long[] nanos = new long[1024];
    private int count;
    private long totalNanos;

    /**
     * What is repeated, and timed.
     *
     * @param <T> its answer
     */
    @FunctionalInterface
    public interface Exchange<T> {
        T answer(int number) throws Exception;
    }

    /** Looks at the answer, which is not timed. */
    @FunctionalInterface
    public interface Check<T> {
        void accept(int number, T answer) throws WrongAnswerException;
    }

    /** Repeats the exchange for so long, and at least {@value #MIN_REPETITIONS} times. */
    public static <T> Durations repeat(long forNanos, Exchange<T> exchange, Check<T> check) throws Exception {
        var durations = new Durations();
        long first = System.nanoTime();
        long before = first;
        for (int number = 0; number < MIN_REPETITIONS || before - first < forNanos; number++) {
            before = System.nanoTime();
            T answer = exchange.answer(number);
            durations.add(System.nanoTime() - before);
            check.accept(number, answer);
        }
        return durations;
    }

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
        totalNanos += duration;
    }

    int count() {
        return count;
    }

    long totalNanos() {
        return totalNanos;
    }

    public double medianNanos() {
        return percentileNanos(50);
    }

    /** The smallest duration that this many of a hundred do not exceed. */
    double percentileNanos(int percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(count * (percent / 100.0));
        return sorted[Math.max(rank, 1) - 1];
    }
}
