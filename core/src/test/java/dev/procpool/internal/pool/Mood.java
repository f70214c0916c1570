package dev.procpool.internal.pool;

import java.util.Random;

/** How much goes wrong in one run of the simulation: in percent, so that quiet runs and wild ones both occur. */
record Mood(int crash, int failedStart, int outOfMemory, int endless, int heedless, int timerHaste) {

    private static final int PERCENT = 100;

    static Mood random(Random random) {
        return new Mood(
                random.nextInt(3) == 0 ? random.nextInt(20) : 0,
                random.nextInt(3) == 0 ? random.nextInt(60) : 0,
                random.nextInt(2) == 0 ? random.nextInt(20) : 0,
                random.nextInt(40),
                random.nextInt(PERCENT),
                1 + random.nextInt(30));
    }

    boolean crashes(Random random) {
        return random.nextInt(PERCENT) < crash;
    }

    boolean failsToStart(Random random) {
        return random.nextInt(PERCENT) < failedStart;
    }

    boolean outOfMemory(Random random) {
        return random.nextInt(PERCENT) < outOfMemory;
    }

    boolean timerFires(Random random) {
        return random.nextInt(PERCENT) < timerHaste;
    }

    /** The same answer each time for one task. */
    boolean isEndless(PendingTask task) {
        return new Random(task.id()).nextInt(PERCENT) < endless;
    }

    boolean heedsInterrupts(PendingTask task) {
        return new Random(~task.id()).nextInt(PERCENT) >= heedless;
    }
}
