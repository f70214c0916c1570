package dev.procpool.demo.bench;

/**
 * What is measured: the key in the JSON file, the unit, and the figure it is to be seen beside.
 *
 * <p>A round trip's figure is the median of a round's single ones. GB/s are 10^9 bytes of payload a second, counted once
 * for the way there and back: a block that is echoed in 1 ms makes 1.05 GB/s, not 2.1. One block is on its way at a time.
 */
public enum Figure implements Metric {
    /** 64 bytes to another JVM over a pipe, and back over another. */
    PIPE_RTT("floor.pipe.rtt_us", "us"),
    /** 1 MiB to another JVM over a pipe, which reads it all, and back over another. */
    PIPE_GBPS("floor.pipe.gbps", "GB/s"),
    /** A JVM that says hello and nothing else, from its start to its exit. */
    JVM_START("floor.jvm_start_ms", "ms"),
    /** Submit a task to a pool of one thread, get its result. */
    THREADS_RTT("threads.rtt_us", "us"),
    /** Tasks of a pool of one thread, submitted in batches that are all in flight. */
    THREADS_TASKS("threads.tasks_per_s", "1/s"),
    /** In a JVM that has done nothing else: create a pool of one worker, submit a lambda, get its result. */
    FIRST_RESULT("pool.first_result_ms", "ms", JVM_START),
    /** Submit a lambda to a pool of one worker, get its result. */
    POOL_RTT("pool.rtt_us", "us", PIPE_RTT),
    /** The same, but one in a hundred takes longer. */
    POOL_RTT_P99("pool.rtt_p99_us", "us"),
    /** Independent lambdas, submitted to one worker in batches that are all in flight. */
    POOL_TASKS("pool.tasks_per_s", "1/s", THREADS_TASKS),
    /** Elements of a {@code map} of a trivial function over 1,000,000 Integers, in chunks that the pool chooses. */
    POOL_MAP("pool.map_per_s", "1/s"),
    /** A lambda that captures 1 MiB and returns it. */
    POOL_PAYLOAD("pool.payload_gbps", "GB/s", PIPE_GBPS),
    /** The same through the pipe, whether there is shared memory or not. */
    POOL_PAYLOAD_PIPE("pool.payload_pipe_gbps", "GB/s", PIPE_GBPS),
    /** The first read of a file of 1 GiB in a worker that has not opened one yet, as the worker sees it. */
    SHARED_OPEN("shared.open_ms", "ms"),
    /** What a worker's own memory grows by when it reads all of that file, and another worker does too. */
    SHARED_GROWTH("shared.pss_growth_mib", "MiB");

    private final String key;
    private final String unit;

    /** Null if there is none. */
    private final Figure floor;

    Figure(String key, String unit) {
        this(key, unit, null);
    }

    Figure(String key, String unit, Figure floor) {
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

    /** What this one would be if the pool cost nothing; null if nothing else that is measured says so. */
    @Override
    public Figure floor() {
        return floor;
    }
}
