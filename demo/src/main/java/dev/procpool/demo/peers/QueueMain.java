package dev.procpool.demo.peers;

import dev.procpool.ProcessPool;
import dev.procpool.codec.FallbackCodec;
import dev.procpool.task.RemoteRunnable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;

/**
 * A parent JVM with many tasks that wait for the one worker, which waits for a file. Says by how many bytes its heap has
 * grown, how many the encoded task has, and how many of the tasks were done after the file was there.
 */
final class QueueMain {

    private static final int WARM_UP_TASKS = 1_000;
    private static final int COLLECTIONS = 3;
    private static final long LOOK_MILLIS = 5;

    private QueueMain() {}

    public static void main(String[] args) throws Exception {
        int tasks = Integer.parseInt(args[0]);
        String gate = args[1];
        RemoteRunnable nothing = () -> {};
        try (var pool = ProcessPool.create(1)) {
            done(submit(pool, nothing, WARM_UP_TASKS));
            pool.submit(() -> waitFor(gate));
            Future<?>[] waiting = new Future<?>[tasks];
            long before = usedBytes();
            submit(pool, nothing, waiting);
            long grownBytes = usedBytes() - before;
            Files.createFile(Path.of(gate));
            long ownBytes = FallbackCodec.preferFst().encode(nothing).length();
            System.out.println(grownBytes + " " + ownBytes + " " + done(waiting));
        }
    }

    private static Future<?>[] submit(ProcessPool pool, RemoteRunnable task, int tasks) {
        Future<?>[] futures = new Future<?>[tasks];
        submit(pool, task, futures);
        return futures;
    }

    private static void submit(ProcessPool pool, RemoteRunnable task, Future<?>[] futures) {
        for (int number = 0; number < futures.length; number++) {
            futures[number] = pool.submit(task);
        }
    }

    private static int done(Future<?>[] futures) throws Exception {
        for (Future<?> future : futures) {
            future.get();
        }
        return futures.length;
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    // ---- in the worker

    private static boolean waitFor(String gate) throws InterruptedException {
        Path file = Path.of(gate);
        while (!Files.exists(file)) {
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }
}
