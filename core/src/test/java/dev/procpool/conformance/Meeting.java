package dev.procpool.conformance;

import dev.procpool.TaskFuture;
import dev.procpool.TaskPool;
import dev.procpool.conformance.Tasks.WorkerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tasks that end only when all of them run, each on a worker of its own. */
final class Meeting {

    private Meeting() {}

    /** @return where they ran */
    static List<WorkerId> of(int tasks, TaskPool pool, Path directory) throws Exception {
        List<Signal> starts = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            starts.add(Signal.in(directory, "the start of task " + i));
        }
        List<TaskFuture<WorkerId>> futures = new ArrayList<>();
        for (Signal start : starts) {
            futures.add(pool.submit(() -> {
                start.raise();
                starts.forEach(Signal::await);
                return WorkerId.here();
            }));
        }
        List<WorkerId> workers = new ArrayList<>();
        for (TaskFuture<WorkerId> future : futures) {
            workers.add(future.get());
        }
        return workers;
    }
}
