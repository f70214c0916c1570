package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Answers;

/** What the Java contenders' tasks do; the Python ones' do the same. */
final class Work {

    private Work() {}

    /** Keeps a processor busy for so long by the clock, then answers what {@link Answers} expects. */
    static int answer(int number, long busyNanos) {
        if (busyNanos > 0) {
            long first = System.nanoTime();
            while (System.nanoTime() - first < busyNanos) {
                Thread.onSpinWait();
            }
        }
        return Answers.to(number);
    }
}
