package dev.procpool.demo.stores;

import dev.procpool.TaskFuture;
import dev.procpool.demo.bench.BenchPool;
import dev.procpool.demo.bench.PrivateMemory;
import dev.procpool.task.RemoteCallable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * By how much the memory grows that workers do not share. All of them do the work before any is measured, since a page of a
 * file counts as private while only one process has read it.
 */
final class PrivateGrowth {

    private static final double KIB_PER_MIB = 1024;

    private PrivateGrowth() {}

    /**
     * One for {@link #mib}: with a young generation that is full before the first reading and so does not grow after it,
     * and a collector that gives back what it frees.
     */
    static BenchPool worker() {
        return new BenchPool("-XX:+UseSerialGC", "-Xmn8m");
    }

    /**
     * The growth of each worker, on average, by the work.
     *
     * @param warmUp does with little data what costs memory whatever the size: classes, compiled code
     */
    static double mib(List<BenchPool> workers, RemoteCallable<?> warmUp, RemoteCallable<?> work) throws Exception {
        inEach(workers, warmUp);
        long before = privateKib(workers);
        inEach(workers, work);
        return (privateKib(workers) - before) / KIB_PER_MIB / workers.size();
    }

    private static void inEach(List<BenchPool> workers, RemoteCallable<?> task) throws Exception {
        var futures = new ArrayList<TaskFuture<?>>();
        for (BenchPool worker : workers) {
            futures.add(worker.open().submit(task));
        }
        for (TaskFuture<?> future : futures) {
            future.get();
        }
    }

    private static long privateKib(List<BenchPool> workers) throws Exception {
        long sum = 0;
        for (BenchPool worker : workers) {
            sum += worker.open().submit(PrivateGrowth::ownKib).get();
        }
        return sum;
    }

    /** Without garbage, which is no store's. */
    private static long ownKib() throws IOException {
        System.gc();
        return PrivateMemory.kibibytes();
    }
}
