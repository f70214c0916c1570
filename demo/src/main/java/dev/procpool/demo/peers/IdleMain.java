package dev.procpool.demo.peers;

import dev.procpool.ProcessPool;
import dev.procpool.TaskFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A parent JVM whose pool works and then idles. Says how many nanoseconds it was watched for, how many of processor time
 * were used by parent and workers together, how many threads the pool has here, and how many the JDK has for its processes.
 */
final class IdleMain {

    private static final int TASKS_EACH = 1_000;

    /** For compilers and collectors to finish what the work has left them. */
    private static final long SETTLE_MILLIS = 1_500;

    private IdleMain() {}

    public static void main(String[] args) throws Exception {
        int workers = Integer.parseInt(args[0]);
        long idleNanos = Long.parseLong(args[1]);
        try (var pool = ProcessPool.create(workers)) {
            List<ProcessHandle> processes = new ArrayList<>(List.of(ProcessHandle.current()));
            for (TaskFuture<Long> pid :
                    pool.broadcast(() -> ProcessHandle.current().pid())) {
                processes.add(ProcessHandle.of(pid.get()).orElseThrow());
            }
            List<TaskFuture<Integer>> work = new ArrayList<>();
            for (int number = 0; number < workers * TASKS_EACH; number++) {
                int captured = number;
                work.add(pool.submit(() -> Work.answer(captured, 0)));
            }
            for (TaskFuture<Integer> future : work) {
                future.get();
            }
            Thread.sleep(SETTLE_MILLIS);
            long cpuBefore = cpuNanos(processes);
            long before = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(idleNanos);
            long nanos = System.nanoTime() - before;
            long cpu = cpuNanos(processes) - cpuBefore;
            System.out.println(nanos + " " + cpu + " " + threads("procpool-") + " " + threads("process reaper"));
        }
    }

    private static long cpuNanos(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElseThrow().toNanos())
                .sum();
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
