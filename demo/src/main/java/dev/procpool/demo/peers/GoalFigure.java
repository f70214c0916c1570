package dev.procpool.demo.peers;

import dev.procpool.demo.bench.Metric;

/** What is measured of the pool only because there is a goal for it. */
enum GoalFigure implements Metric {
    /** Tasks of 10 us on two workers. */
    WORKERS_2("pool.workers2.tasks_per_s", "1/s"),
    /** Tasks of 10 us on eight workers. */
    WORKERS_8("pool.workers8.tasks_per_s", "1/s", WORKERS_2),
    /** All the work of the mixed tasks, divided by the two workers. */
    MIXED_IDEAL("pool.mixed.ideal_ms", "ms"),
    /** Tasks of 10 us and of 100 ms in random order on two workers, from the first submit to the last result. */
    MIXED("pool.mixed.makespan_ms", "ms", MIXED_IDEAL),
    /** For how long the idle pool was watched. */
    IDLE_TIME("pool.idle.watched_ms", "ms"),
    /** The processor time of the parent and its workers in that time. The system counts in steps of 10 ms. */
    IDLE_CPU("pool.idle.cpu_ms", "ms"),
    /** The workers of the idle pool. */
    IDLE_WORKERS("pool.idle.workers", ""),
    /** Threads that the idle pool has in the parent. */
    IDLE_THREADS("pool.idle.threads", ""),
    /** Threads of the JDK in the parent that wait for the ends of processes; it has one for each process. */
    IDLE_REAPERS("pool.idle.jdk_threads", ""),
    /** How many tasks were waiting at once. */
    QUEUED("pool.queued.tasks", ""),
    /** How many of them were done in the end. */
    QUEUED_DONE("pool.queued.done", "", QUEUED),
    /** What the parent's heap grew by for each of them, with its future, without the task's own encoded bytes. */
    QUEUED_HEAP("pool.queued.heap_bytes", "B"),
    /** The task's own encoded bytes. */
    QUEUED_OWN("pool.queued.own_bytes", "B");

    private final String key;
    private final String unit;

    /** Null if there is none. */
    private final GoalFigure floor;

    GoalFigure(String key, String unit) {
        this(key, unit, null);
    }

    GoalFigure(String key, String unit, GoalFigure floor) {
        this.key = key;
        this.unit = unit;
        this.floor = floor;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public GoalFigure floor() {
        return floor;
    }
}
