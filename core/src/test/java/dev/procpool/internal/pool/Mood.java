package dev.procpool.internal.pool;

import java.util.Random;

/** How much goes wrong in one run of the simulation: in percent, so that quiet runs and wild ones both occur. */
record Mood(
        int crash,
        int failedStart,
        int failedInitializer,
        int outOfMemory,
        int endless,
        int heedless,
        int undecodable,
        int broadcast,
        int timerHaste) {

    private static final int PERCENT = 100;
    private static final int MEBIBYTE = 1 << 20;

    static Mood random(Random random) {
        return new Mood(
                random.nextInt(3) == 0 ? random.nextInt(20) : 0,
                random.nextInt(3) == 0 ? random.nextInt(60) : 0,
                random.nextInt(3) == 0 ? random.nextInt(20) : 0,
                random.nextInt(2) == 0 ? random.nextInt(20) : 0,
                random.nextInt(40),
                random.nextInt(PERCENT),
                random.nextInt(50),
                random.nextInt(2) == 0 ? random.nextInt(8) : 0,
                1 + random.nextInt(30));
    }

    /** A pool with some of the settings there are. */
    static PoolSettings settings(Random random) {
        PoolShape shape = PoolShape.of(1 + random.nextInt(4));
        shape.spares(random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
        shape.maxTasks(random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0);
        shape.maxAge(random.nextInt(3) == 0 ? 1 : 0);
        shape.maxResident(random.nextInt(3) == 0 ? MEBIBYTE : 0);
        shape.idleTimeout(random.nextInt(3) == 0 ? 1 : 0);
        shape.queue(random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0, random.nextInt(3) == 0 ? 4 : 0);
        shape.initializer(random.nextInt(3) == 0 ? Given.initializer(-1, true) : null);
        return shape.settings();
    }

    boolean crashes(Random random) {
        return random.nextInt(PERCENT) < crash;
    }

    boolean failsToStart(Random random) {
        return random.nextInt(PERCENT) < failedStart;
    }

    boolean initializerFails(Random random) {
        return random.nextInt(PERCENT) < failedInitializer;
    }

    boolean outOfMemory(Random random) {
        return random.nextInt(PERCENT) < outOfMemory;
    }

    boolean decodes(Random random) {
        return random.nextInt(PERCENT) >= undecodable;
    }

    boolean broadcasts(Random random) {
        return random.nextInt(PERCENT) < broadcast;
    }

    boolean timerFires(Random random) {
        return random.nextInt(PERCENT) < timerHaste;
    }

    /** The same answer each time for one task; no initializer is endless, for nothing limits it. */
    boolean isEndless(long id) {
        return id > 0 && new Random(id).nextInt(PERCENT) < endless;
    }

    boolean heedsInterrupts(long id) {
        return new Random(~id).nextInt(PERCENT) >= heedless;
    }
}
